/// One customer's filling in of a form.
public struct FormSubmission: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable { case open, complete, cancelled }

    /// Why it was cancelled.
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        case customer
        /// Nothing was said for as long as the form waits.
        case abandoned
        /// The form, or all of its questions, are gone.
        case withdrawn
    }

    public let id: FormSubmissionID
    public let business: BusinessID
    public let form: FormID
    public let conversation: ConversationID
    public var contact: ContactID?
    public var status: Status
    public var reason: Reason?
    /// The language of what the desk says around the questions, BCP 47.
    public var language: String
    /// The question that was asked last and its words then; `nil` once it is over.
    public var asked: Asked?
    /// In the order in which they were first given.
    public var responses: [FormResponse]
    public let createdAt: Timestamp
    public var updatedAt: Timestamp
    public var closedAt: Timestamp?

    public struct Asked: Hashable, Sendable, Codable {
        public let question: FormQuestionID
        public let text: String

        public init(question: FormQuestionID, text: String) {
            self.question = question
            self.text = text
        }
    }

    public init(
        id: FormSubmissionID, business: BusinessID, form: FormID, conversation: ConversationID,
        contact: ContactID? = nil, status: Status = .open, reason: Reason? = nil, language: String,
        asked: Asked? = nil, responses: [FormResponse] = [], createdAt: Timestamp, updatedAt: Timestamp? = nil,
        closedAt: Timestamp? = nil
    ) {
        self.id = id
        self.business = business
        self.form = form
        self.conversation = conversation
        self.contact = contact
        self.status = status
        self.reason = reason
        self.language = language
        self.asked = asked
        self.responses = responses
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.closedAt = closedAt
    }

    /// What was said to a question, if anything.
    public func response(to question: FormQuestionID) -> FormResponse? {
        responses.first { $0.question == question }
    }
}

/// What a customer answered to one question of a form.
public struct FormResponse: Hashable, Sendable {
    public let question: FormQuestionID
    /// The question as it was asked.
    public let questionText: String
    /// As the customer wrote it; empty when skipped.
    public let raw: String
    /// In the form of the question's kind; `nil` when skipped, and for answers to questions that were changed or deleted
    /// before they came and do not fit any more.
    public let value: String?
    public let isSkipped: Bool
    /// The message that gave it.
    public let message: MessageID?
    public let createdAt: Timestamp

    public init(
        question: FormQuestionID, questionText: String, raw: String, value: String?, isSkipped: Bool = false,
        message: MessageID?, createdAt: Timestamp
    ) {
        self.question = question
        self.questionText = questionText
        self.raw = raw
        self.value = value
        self.isSkipped = isSkipped
        self.message = message
        self.createdAt = createdAt
    }
}
