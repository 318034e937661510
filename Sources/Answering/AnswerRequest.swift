public import DeskModel

/// A question to answer.
public struct AnswerRequest: Sendable {
    public let business: Business
    /// As the customer wrote it, of any length.
    public let question: String
    /// What was said before in this conversation, oldest first, without the question.
    public let history: [Message]
    /// What the answer may be made of.
    public let filter: PassageFilter
    /// What to search for; worked out from question and history without.
    public let query: String?
    /// What a given query was asked in, where the question's letters do not tell.
    public let language: String?

    public init(
        business: Business, question: String, history: [Message] = [], filter: PassageFilter = .customers,
        query: String? = nil, language: String? = nil
    ) {
        self.query = query
        self.language = language
        self.business = business
        self.question = question
        self.history = history
        self.filter = filter
    }
}

/// What answering gives while it goes on.
public enum AnswerEvent: Sendable {
    /// The text's next piece; all pieces joined are the final answer's text.
    case delta(String)
    /// The last event.
    case final(Answer, Receipt)
}
