/// What someone of the business wrote about a conversation; customers never see it.
public struct Note: Hashable, Sendable {
    public let id: NoteID
    public let business: BusinessID
    public let conversation: ConversationID
    /// A user's id, or the name of an API client.
    public let author: String
    public var text: String
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
    public let version: Int

    public init(
        id: NoteID, business: BusinessID, conversation: ConversationID, author: String, text: String,
        createdAt: Timestamp, updatedAt: Timestamp, version: Int = 1
    ) {
        self.id = id
        self.business = business
        self.conversation = conversation
        self.author = author
        self.text = text
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }
}
