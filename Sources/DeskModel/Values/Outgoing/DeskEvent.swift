/// Something that happened and that people or programs outside may want to know: sent to webhooks, told by notifications.
public struct DeskEvent: Sendable {
    /// The names as on the wire. docs/webhooks.md describes each one's data.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case messageCreated = "message.created"
        case conversationCreated = "conversation.created"
        case conversationUpdated = "conversation.updated"
        case handoffRequested = "handoff.requested"
        case handoffTaken = "handoff.taken"
        case handoffReleased = "handoff.released"
        case formSubmitted = "form.submitted"
        case voicemailReceived = "voicemail.received"
        case answerDeclined = "answer.declined"
        case feedbackCreated = "feedback.created"
        case documentReady = "document.ready"
        case documentFailed = "document.failed"
        case webhookDisabled = "webhook.disabled"
        /// Sent on request only, to the webhook that is tried.
        case webhookTest = "webhook.test"

        /// Those that webhooks and people can ask for.
        public static let subscribable = allCases.filter { $0 != .webhookTest }
    }

    /// How the desk's own log keeps an event, for those who watch its pages.
    public struct LogEntry: Hashable, Sendable {
        public let kind: LoggedEvent.Kind
        /// The id of what it is about, other than a conversation.
        public let subject: String?
        public let detail: [String: String]
    }

    /// UUIDv7.
    public let id: String
    public let kind: Kind
    public let business: BusinessID
    /// The conversation it happened in.
    public let conversation: ConversationID?
    public let occurredAt: Timestamp
    /// Sent as `data`, its names in snake case.
    public let data: any Encodable & Sendable
    /// One line for people.
    public let headline: String
    /// A sentence or a few lines more; may be empty.
    public let detail: String
    /// Where those who are told can see it.
    public let page: DeskPage?
    /// `nil` for what only those outside are told.
    public private(set) var log: LogEntry?

    /// - Parameters:
    ///   - headline: cut to 200 characters, its line breaks made spaces.
    ///   - detail: cut to 2,000 characters.
    public init(
        _ kind: Kind, in business: BusinessID, conversation: ConversationID? = nil, occurredAt: Timestamp = .now(),
        data: any Encodable & Sendable, headline: String, detail: String = "", page: DeskPage? = nil
    ) {
        id = UUIDv7.next()
        self.kind = kind
        self.business = business
        self.conversation = conversation
        self.occurredAt = occurredAt
        self.data = data
        self.headline = String(headline.map { $0.isNewline ? " " : $0 }.prefix(200))
        self.detail = String(detail.prefix(2_000))
        self.page = page
    }

    /// The same, kept by the log as well.
    public func logged(
        as kind: LoggedEvent.Kind, about subject: String? = nil, _ detail: [String: String] = [:]
    ) -> DeskEvent {
        var copy = self
        copy.log = LogEntry(kind: kind, subject: subject, detail: detail)
        return copy
    }
}
