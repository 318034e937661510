/// A customer's message as a provider brought it, in no provider's terms.
public struct InboundMessage: Hashable, Sendable {
    /// A file that came with it; the provider still has it.
    public struct Media: Hashable, Sendable, Codable {
        /// What it is fetched by: a URL of the provider's host, or an id.
        public let reference: String
        public let contentType: String?
        public let filename: String?

        public init(reference: String, contentType: String?, filename: String? = nil) {
            self.reference = reference
            self.contentType = contentType
            self.filename = filename
        }
    }

    public let provider: ChannelProvider
    public let channel: Conversation.Channel
    /// The same for every repeat of the event; unique within the provider and the business.
    public let eventID: String
    /// What the provider calls the message.
    public let messageID: String
    /// Theirs, as the channel writes addresses: E.164 with its plus sign, a chat's number.
    public let address: String
    /// Ours, that they wrote to.
    public let ownAddress: String?
    public var name: String?
    /// BCP 47, where the provider says.
    public var language: String?
    /// E.164, where the address is one or the provider says.
    public var phone: String?
    /// Empty when there are no words.
    public var text: String
    public let kind: Message.Kind
    public var media: [Media]
    /// The provider's id of the message it refers to.
    public var inReplyTo: String?
    /// What stands behind the button or row that they chose.
    public var choice: String?
    /// The advertisement that they came by, as its headline or address.
    public var campaign: String?
    /// By the provider's clock.
    public var sentAt: Timestamp?
    /// Provider's ids of messages of the thread that it belongs to, where the channel has threads.
    public var threadIDs: [String] = []
    /// What answers in the thread need to know.
    public var details: [String: String] = [:]
    /// Files that came in whole with it.
    public var files: [MediaDraft] = []

    public init(
        provider: ChannelProvider, channel: Conversation.Channel, eventID: String, messageID: String, address: String,
        ownAddress: String? = nil, name: String? = nil, language: String? = nil, phone: String? = nil, text: String,
        kind: Message.Kind = .text, media: [Media] = [], inReplyTo: String? = nil, choice: String? = nil,
        sentAt: Timestamp? = nil
    ) {
        self.provider = provider
        self.channel = channel
        self.eventID = eventID
        self.messageID = messageID
        self.address = address
        self.ownAddress = ownAddress
        self.name = name
        self.language = language
        self.phone = phone
        self.text = text
        self.kind = kind
        self.media = media
        self.inReplyTo = inReplyTo
        self.choice = choice
        self.sentAt = sentAt
    }

    /// The longest that a provider goes on bringing an event, in milliseconds.
    private static let longestDelay: Int64 = 7 * 24 * 3_600_000

    /// When it was written: by the provider's clock, for it may have been long under way, unless what that says cannot be.
    public func writtenAt(receivedAt now: Timestamp) -> Timestamp {
        guard let sentAt, sentAt < now, sentAt >= now.advanced(byMilliseconds: -Self.longestDelay) else { return now }
        return sentAt
    }
}
