/// One of those who take part in a conversation: a contact, a user of the dashboard, or someone known by an identity or
/// a messaging address alone.
public struct Participant: Hashable, Sendable {
    /// How a channel reaches them (Twilio calls it the messaging binding).
    public struct Binding: Hashable, Sendable, Codable {
        public var channel: Conversation.Channel
        /// Theirs: a telephone number, for one.
        public var address: String
        /// Ours.
        public var proxyAddress: String?

        public init(channel: Conversation.Channel, address: String, proxyAddress: String? = nil) {
            self.channel = channel
            self.address = address
            self.proxyAddress = proxyAddress
        }
    }

    public let id: ParticipantID
    public let business: BusinessID
    public let conversation: ConversationID
    public let contact: ContactID?
    public let user: UserID?
    /// Unique in the conversation.
    public var identity: String?
    public var binding: Binding?
    /// A JSON object as text.
    public var attributes: String
    public var lastRead: MessageID?
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
    public let version: Int

    public init(
        id: ParticipantID, business: BusinessID, conversation: ConversationID, contact: ContactID? = nil,
        user: UserID? = nil, identity: String? = nil, binding: Binding? = nil, attributes: String = "{}",
        lastRead: MessageID? = nil, createdAt: Timestamp, updatedAt: Timestamp, version: Int = 1
    ) {
        self.id = id
        self.business = business
        self.conversation = conversation
        self.contact = contact
        self.user = user
        self.identity = identity
        self.binding = binding
        self.attributes = attributes
        self.lastRead = lastRead
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }
}
