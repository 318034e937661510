import Foundation

/// What a business says of its own accord, in one language or in any.
public struct DefaultResponses: Hashable, Sendable {
    /// Said when a chat opens; `nil` for the standard text.
    public var firstMessage: String?
    /// Said when a form is complete; `nil` for the standard text.
    public var estimateCompleteMessage: String?

    public init(firstMessage: String? = nil, estimateCompleteMessage: String? = nil) {
        self.firstMessage = firstMessage
        self.estimateCompleteMessage = estimateCompleteMessage
    }

    public static let standardFirstMessage =
        "Hi! This is an assistant for {Company Name Here}. Feel free to ask any questions, or say 'form' to begin "
        + "filling out an estimate request!"
    public static let standardEstimateCompleteMessage =
        "Thank you for filling out this form, we will be in touch with you as soon as possible!"

    /// The text with the business's name in the place of `{company}` and `{Company Name Here}`.
    public static func fill(_ text: String, company: String) -> String {
        // Taken apart rather than replaced twice: a name may itself hold a placeholder.
        text.components(separatedBy: "{Company Name Here}").map { part in
            part.components(separatedBy: "{company}").joined(separator: company)
        }.joined(separator: company)
    }
}

extension Business {
    /// What it says when a chat opens, its placeholders filled; `nil` when it has set nothing.
    public var greeting: String? { settings.greeting.map { DefaultResponses.fill($0, company: name) } }
}

/// A business's default responses in all its languages.
public struct DefaultResponseSet: Hashable, Sendable {
    /// For every language without texts of its own. Its first message is the business's setting `greeting`.
    public var standard: DefaultResponses
    /// By language, BCP 47.
    public var languages: [String: DefaultResponses]

    public init(standard: DefaultResponses = DefaultResponses(), languages: [String: DefaultResponses] = [:]) {
        self.standard = standard
        self.languages = languages
    }

    /// What is said when a form is complete, in a language, with its placeholders filled.
    public func estimateComplete(in language: String?, company: String) -> String {
        let own = language.flatMap { languages[$0]?.estimateCompleteMessage }
        return DefaultResponses.fill(
            own ?? standard.estimateCompleteMessage ?? DefaultResponses.standardEstimateCompleteMessage,
            company: company)
    }

    /// What is said when a chat opens, in a language, with its placeholders filled.
    public func firstMessage(in language: String?, company: String) -> String {
        let own = language.flatMap { languages[$0]?.firstMessage }
        return DefaultResponses.fill(
            own ?? standard.firstMessage ?? DefaultResponses.standardFirstMessage, company: company)
    }
}
