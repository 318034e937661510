/// What a customer thought of an answer.
public struct Feedback: Hashable, Sendable {
    public enum Rating: String, Hashable, Sendable, Codable, CaseIterable { case up, down }

    /// The answer's message.
    public let message: MessageID
    public let conversation: ConversationID
    public let business: BusinessID
    public let rating: Rating
    /// In the customer's words.
    public let reason: String?
    /// When it was last changed.
    public let updatedAt: Timestamp

    public init(
        message: MessageID, conversation: ConversationID, business: BusinessID, rating: Rating, reason: String?,
        updatedAt: Timestamp
    ) {
        self.message = message
        self.conversation = conversation
        self.business = business
        self.rating = rating
        self.reason = reason
        self.updatedAt = updatedAt
    }
}

/// Feedback with what it is about.
public struct JudgedAnswer: Hashable, Sendable {
    public let feedback: Feedback
    public let question: String
    public let answer: String
    public let receipt: ReceiptID?

    public init(feedback: Feedback, question: String, answer: String, receipt: ReceiptID?) {
        self.feedback = feedback
        self.question = question
        self.answer = answer
        self.receipt = receipt
    }
}

/// A question that the desk declined, or answered to a customer's displeasure.
public struct UnansweredQuestion: Hashable, Sendable {
    /// The message of the answer, which has the id that `ask` and the chat give.
    public let answer: MessageID
    public let question: String
    /// Whether the desk answered and the customer was not helped.
    public let isDisliked: Bool
    public let askedAt: Timestamp
    /// Titles of the documents that came closest, best first.
    public let topics: [String]

    public init(answer: MessageID, question: String, isDisliked: Bool, askedAt: Timestamp, topics: [String]) {
        self.answer = answer
        self.question = question
        self.isDisliked = isDisliked
        self.askedAt = askedAt
        self.topics = topics
    }
}
