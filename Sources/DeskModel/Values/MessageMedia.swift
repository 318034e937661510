/// A file that came or went with a message, without its bytes.
public struct MessageMedia: Hashable, Sendable {
    public let id: MediaID
    public let business: BusinessID
    public let conversation: ConversationID
    public let message: MessageID
    /// What the bytes are, by their own signature; never what a sender claimed.
    public let contentType: String
    /// As the sender called it; for showing only.
    public let filename: String?
    public let byteCount: Int
    public let createdAt: Timestamp

    public init(
        id: MediaID, business: BusinessID, conversation: ConversationID, message: MessageID, contentType: String,
        filename: String?, byteCount: Int, createdAt: Timestamp
    ) {
        self.id = id
        self.business = business
        self.conversation = conversation
        self.message = message
        self.contentType = contentType
        self.filename = filename
        self.byteCount = byteCount
        self.createdAt = createdAt
    }
}

/// A file to be stored with a message.
public struct MediaDraft: Hashable, Sendable {
    public let contentType: String
    public let filename: String?
    public let content: [UInt8]

    public init(contentType: String, filename: String?, content: [UInt8]) {
        self.contentType = contentType
        self.filename = filename
        self.content = content
    }
}
