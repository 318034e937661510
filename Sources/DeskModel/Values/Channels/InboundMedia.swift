/// A file that came with a message and that the provider still has.
public struct InboundMedia: Hashable, Sendable {
    public let id: String
    public let business: BusinessID
    public let conversation: ConversationID
    public let message: MessageID
    public let provider: ChannelProvider
    /// A URL of the provider's host, or an id.
    public let reference: String
    public let contentType: String?
    public let filename: String?
    /// Tries so far.
    public let attempts: Int

    public init(
        id: String, business: BusinessID, conversation: ConversationID, message: MessageID, provider: ChannelProvider,
        reference: String, contentType: String?, filename: String?, attempts: Int
    ) {
        self.id = id
        self.business = business
        self.conversation = conversation
        self.message = message
        self.provider = provider
        self.reference = reference
        self.contentType = contentType
        self.filename = filename
        self.attempts = attempts
    }
}
