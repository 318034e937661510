/// Someone of the business who speaks in conversations.
public struct Agent: Hashable, Sendable, Codable {
    /// A user's id, or the name that an API client gave.
    public let id: String
    /// What the customer sees.
    public let name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// Who speaks for the business in a conversation. One voice at a time: what is not held by a person is the assistant's.
public struct Handoff: Hashable, Sendable {
    public enum Voice: String, Hashable, Sendable, Codable, CaseIterable {
        case bot
        /// A person was asked for; until one comes, the assistant goes on.
        case requested
        /// A person speaks, and the assistant is silent.
        case held
    }

    /// Why a person was asked for.
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        case customer
        case lowConfidence = "low_confidence"
        case declines, keyword, hours, repeats, agent
    }

    public let conversation: ConversationID
    public let business: BusinessID
    public var voice: Voice
    /// `nil` while nobody was asked for.
    public var reason: Reason?
    /// BCP 47, of the words that asked.
    public var language: String?
    /// Present while held.
    public var agent: Agent?
    /// When the lease ends unless the agent does something, on the desk's clock; present while held.
    public var leasedUntil: Timestamp?
    /// When the voice last changed.
    public var since: Timestamp
    /// Counts changes; 0 before the first. A change names the version that it was made from.
    public let version: Int

    public init(
        conversation: ConversationID, business: BusinessID, voice: Voice = .bot, reason: Reason? = nil,
        language: String? = nil, agent: Agent? = nil, leasedUntil: Timestamp? = nil, since: Timestamp, version: Int = 0
    ) {
        self.conversation = conversation
        self.business = business
        self.voice = voice
        self.reason = reason
        self.language = language
        self.agent = agent
        self.leasedUntil = leasedUntil
        self.since = since
        self.version = version
    }
}
