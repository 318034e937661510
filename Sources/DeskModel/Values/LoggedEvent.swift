/// Something that happened in a business, as its event log keeps it for those who watch.
public struct LoggedEvent: Hashable, Sendable {
    /// Stable names: a topic, a dot, and what happened.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case conversationCreated = "conversation.created"
        case conversationUpdated = "conversation.updated"
        case conversationDeleted = "conversation.deleted"
        case messageCreated = "message.created"
        case messageDeleted = "message.deleted"
        case handoffRequested = "handoff.requested"
        case handoffTaken = "handoff.taken"
        case handoffTransferred = "handoff.transferred"
        case handoffReleased = "handoff.released"
        case formSubmitted = "form.submitted"
        case voicemailReceived = "voicemail.received"
        case documentProgress = "document.progress"
        case documentReady = "document.ready"
        case documentFailed = "document.failed"
        case noticeRaised = "notice.raised"

        /// What stands before the dot.
        public var topic: String { rawValue.split(separator: ".").first.map(String.init) ?? rawValue }
    }

    /// Grows from event to event of a business; a reader that names the last it has seen gets what follows.
    public let cursor: Int64
    public let business: BusinessID
    public let kind: Kind
    public let conversation: ConversationID?
    /// The id of what it is about, other than a conversation.
    public let subject: String?
    /// What else there is to say, by name.
    public let detail: [String: String]
    public let createdAt: Timestamp
    /// The message of `messageCreated`, as it is now; `nil` when it was deleted since.
    public let message: Message?
    /// The conversation as it is now, for events of conversations.
    public let state: Conversation?

    public init(
        cursor: Int64, business: BusinessID, kind: Kind, conversation: ConversationID? = nil, subject: String? = nil,
        detail: [String: String] = [:], createdAt: Timestamp, message: Message? = nil, state: Conversation? = nil
    ) {
        self.cursor = cursor
        self.business = business
        self.kind = kind
        self.conversation = conversation
        self.subject = subject
        self.detail = detail
        self.createdAt = createdAt
        self.message = message
        self.state = state
    }
}
