import DeskModel
import Foundation
import Hummingbird

/// Checks what owners write into forms.
enum FormInput {
    static let longestName = 200
    static let longestQuestion = 1_000
    static let longestHelp = 1_000
    static let mostKeywords = 20
    static let longestKeyword = 60
    static let mostChoices = 50
    static let longestChoice = 200

    /// - Throws: 400 that names what is wrong.
    static func validated(_ form: Form) throws(APIError) -> Form {
        var form = form
        form.name = try text(form.name, "name", 1...longestName, isLine: true)
        guard form.keywords.count <= mostKeywords else {
            throw refusal("keywords", "at most \(mostKeywords) words or short phrases", .most(mostKeywords))
        }
        var keywords: [String] = []
        for keyword in form.keywords {
            let keyword = try text(keyword, "keywords", 1...longestKeyword, isLine: true)
            guard keyword.contains(where: { $0.isLetter || $0.isNumber }) else {
                throw refusal("keywords", "words: letters or digits", .words)
            }
            if !keywords.contains(keyword) { keywords.append(keyword) }
        }
        form.keywords = keywords
        guard (1...720).contains(form.timeoutHours) else {
            throw refusal("timeout_hours", "from 1 to 720", .range(1, 720))
        }
        return form
    }

    /// - Throws: 400 that names what is wrong.
    static func validated(_ question: FormQuestion) throws(APIError) -> FormQuestion {
        var question = question
        question.text = try text(question.text, "question_text", 1...longestQuestion)
        if let help = question.help {
            question.help = try text(help, "help", 0...longestHelp)
            if question.help?.isEmpty == true { question.help = nil }
        }
        question.choices = try choices(question)
        switch (question.contactField, question.kind) {
        case (nil, _), (.name?, .text), (.phone?, .phone), (.email?, .email): break
        default:
            throw refusal(
                "contact_field", "that of the question's type: name of text, phone of phone, email of email")
        }
        return question
    }

    private static func choices(_ question: FormQuestion) throws(APIError) -> [String] {
        guard question.kind == .choice else {
            guard question.choices.isEmpty else { throw refusal("choices", "left out: only `choice` has some") }
            return []
        }
        guard (2...mostChoices).contains(question.choices.count) else {
            throw refusal("choices", "2 to \(mostChoices) texts", .differing(2...mostChoices))
        }
        var choices: [String] = []
        for choice in question.choices {
            let choice = try text(choice, "choices", 1...longestChoice, isLine: true)
            guard !choices.contains(where: { $0.lowercased() == choice.lowercased() }) else {
                throw refusal("choices", "texts that differ from each other", .differing(2...mostChoices))
            }
            choices.append(choice)
        }
        return choices
    }

    static func text(
        _ text: String, _ field: String, _ length: ClosedRange<Int>, isLine: Bool = false
    ) throws(APIError) -> String {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let isClean = trimmed.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory != .control || !isLine && (scalar == "\n" || scalar == "\t")
        }
        guard length.contains(trimmed.unicodeScalars.count), isClean else {
            throw refusal(
                field,
                "a text of \(length.lowerBound) to \(length.upperBound) characters\(isLine ? " in one line" : "")",
                .length(length))
        }
        return trimmed
    }

    static func refusal(_ field: String, _ rule: String, _ phrase: PagePhrase? = nil) -> APIError {
        .badRequest("invalid_request", "`\(field)` must be \(rule).", field: field, phrase: phrase)
    }
}

extension DeskRequestContext {
    /// The business that a request means whose path names none: that of its key, or the one in `?business=`.
    ///
    /// - Throws: as `Principal.require(_:of:)`.
    func impliedBusiness(
        _ request: Request, in businesses: any BusinessStore, for permission: Permission
    ) async throws -> Business {
        let named = request.uri.queryParameters["business"].flatMap { Int64($0) }.map(BusinessID.init(_:))
        let id = try named ?? principal.requireBusiness()
        try principal.require(permission, of: id)
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        return business
    }
}
