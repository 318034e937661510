import Answering
import DeskModel
import Foundation

/// Checks, stores and approves owners' answers, and keeps the regression cases that go with them.
struct FAQEditor: Sendable {
    let faqs: any FAQStore
    let cases: any RegressionStore
    let documents: any DocumentStore
    let businesses: any BusinessStore
    let answerer: Answerer

    static let longestQuestion = 500
    static let longestAnswer = 4_000
    static let mostVariants = 20
    static let mostCitations = 10

    /// A place in a document as clients name it.
    struct CitationInput: Decodable, Sendable {
        let documentID: String
        let page: Int?
        let quote: String?

        enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case page, quote
        }
    }

    /// Stores a new one. - Throws: 400 that names what is wrong; 409 when there are too many.
    func create(_ faq: FAQ) async throws -> FAQ {
        let faq = try Self.validated(faq)
        try await faqs.add(faq)
        return try await settle(faq)
    }

    /// Stores a changed one. - Throws: 400 that names what is wrong; 404 when it is gone.
    func update(_ faq: FAQ) async throws -> FAQ {
        let faq = try Self.validated(faq)
        guard try await faqs.update(faq) else { throw APIError.notFound("FAQ") }
        return try await settle(faq)
    }

    /// What citations of a business's documents stand for; the beginning of the page is quoted without a quote.
    func citations(_ inputs: [CitationInput], in business: BusinessID) async throws -> [Citation] {
        guard inputs.count <= Self.mostCitations else {
            throw Self.refusal("citations", "at most \(Self.mostCitations) places")
        }
        var citations: [Citation] = []
        for input in inputs {
            guard UUIDv7.isValid(input.documentID.lowercased()),
                let document = try await documents.document(input.documentID.lowercased(), in: business)
            else { throw Self.refusal("citations", "places in documents of the business") }
            // What customers are told is not to show them what is for staff.
            guard document.labels.audience == .everyone else {
                throw Self.refusal("citations", "places in documents that customers may read")
            }
            let pages = try await documents.pages(of: document.id, in: business)
            guard let page = pages.first(where: { $0.number == input.page ?? 1 }) else {
                throw Self.refusal("citations", "on pages that the documents have")
            }
            let text = Self.line(page.text)
            let quote = input.quote.map(Self.line) ?? String(text.prefix(200))
            guard quote.count <= 600, text.contains(quote) else {
                throw Self.refusal("citations", "quotes of at most 600 characters that stand on their page")
            }
            citations.append(
                Citation(documentID: document.id, title: document.title, page: page.number, quote: quote))
        }
        return citations
    }

    /// An approved answer becomes a regression case; one that is none any more takes its case along.
    private func settle(_ faq: FAQ) async throws -> FAQ {
        if faq.status == .approved {
            try await cases.add(
                RegressionCase(
                    id: UUIDv7.next(), business: faq.business, question: faq.question,
                    expectation: RegressionCase.Expectation(contains: faq.answer), faq: faq.id, createdAt: .now()))
        } else {
            try await cases.deleteRegressionCase(of: faq.id, in: faq.business)
        }
        if faq.status == .approved, let business = try await businesses.business(faq.business) {
            // Without a model that works now, the vectors are made with the first question.
            try? await answerer.prepareOverrides(of: business)
        }
        guard let stored = try await faqs.faq(faq.id, in: faq.business) else { throw APIError.notFound("FAQ") }
        return stored
    }

    // MARK: Checks

    static func validated(_ faq: FAQ) throws(APIError) -> FAQ {
        var faq = faq
        faq.question = try text(faq.question, "question", 1...longestQuestion)
        faq.answer = try text(faq.answer, "answer", 0...longestAnswer)
        guard faq.variants.count <= mostVariants else { throw refusal("variants", "at most \(mostVariants) wordings") }
        var variants: [String] = []
        for variant in faq.variants {
            let variant = try text(variant, "variants", 1...longestQuestion)
            if variant != faq.question, !variants.contains(variant) { variants.append(variant) }
        }
        faq.variants = variants
        if let language = faq.language, language.wholeMatch(of: /[a-z]{2,3}/) == nil {
            throw refusal("language", "a language such as en, in lower case")
        }
        guard (-1_000...1_000).contains(faq.priority) else { throw refusal("priority", "from -1000 to 1000") }
        if let from = faq.validFrom, let until = faq.validUntil, from >= until {
            throw refusal("valid_until", "after `valid_from`")
        }
        guard faq.status != .approved || !faq.answer.isEmpty else {
            throw refusal("answer", "written before the FAQ is approved")
        }
        return faq
    }

    static func text(_ text: String, _ field: String, _ length: ClosedRange<Int>) throws(APIError) -> String {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard length.contains(trimmed.unicodeScalars.count), !trimmed.unicodeScalars.contains("\0") else {
            throw refusal(field, "a text of \(length.lowerBound) to \(length.upperBound) characters", .length(length))
        }
        return trimmed
    }

    static func refusal(_ field: String, _ rule: String, _ phrase: PagePhrase? = nil) -> APIError {
        .badRequest("invalid_request", "`\(field)` must be \(rule).", field: field, phrase: phrase)
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
