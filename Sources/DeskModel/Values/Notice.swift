/// Something the owner should look at.
public struct Notice: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case open
        /// Seen, and nothing is to be done.
        case dismissed
        /// What waited for the owner's word may go on.
        case confirmed
    }

    /// What it is about.
    public enum Content: Hashable, Sendable, Codable {
        case contradiction(Contradiction)
        case modelChange(ModelChange)
        case formSubmitted(SubmittedForm)

        /// Stable name of the kind, snake case.
        public var kind: String {
            switch self {
            case .contradiction: "contradiction"
            case .modelChange: "model_change"
            case .formSubmitted: "form_submitted"
            }
        }
    }

    /// A change of the embedding model that would make answers worse, and waits.
    public struct ModelChange: Hashable, Sendable, Codable {
        public let before: RegressionRun
        public let after: RegressionRun

        public init(before: RegressionRun, after: RegressionRun) {
            self.before = before
            self.after = after
        }
    }

    /// A customer has filled in a form.
    public struct SubmittedForm: Hashable, Sendable, Codable {
        public let submission: FormSubmissionID
        public let form: FormID
        /// The form's name then.
        public let name: String
        public let conversation: ConversationID
        public let contact: ContactID?

        enum CodingKeys: String, CodingKey {
            case submission = "submission_id"
            case form = "form_id"
            case name
            case conversation = "session_id"
            case contact = "contact_id"
        }

        public init(
            submission: FormSubmissionID, form: FormID, name: String, conversation: ConversationID, contact: ContactID?
        ) {
            self.submission = submission
            self.form = form
            self.name = name
            self.conversation = conversation
            self.contact = contact
        }
    }

    public let id: NoticeID
    public let business: BusinessID
    /// The same thing has the same key and is told once.
    public let key: String
    public let content: Content
    public let status: Status
    public let createdAt: Timestamp

    public init(
        id: NoticeID, business: BusinessID, key: String, content: Content, status: Status = .open, createdAt: Timestamp
    ) {
        self.id = id
        self.business = business
        self.key = key
        self.content = content
        self.status = status
        self.createdAt = createdAt
    }
}
