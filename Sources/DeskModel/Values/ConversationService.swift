/// Groups conversations inside a business, as a service of Twilio Conversations does.
public struct ConversationService: Hashable, Sendable {
    public let id: ServiceID
    public let business: BusinessID
    public var name: String
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
    public let version: Int

    public init(
        id: ServiceID, business: BusinessID, name: String, createdAt: Timestamp, updatedAt: Timestamp, version: Int = 1
    ) {
        self.id = id
        self.business = business
        self.name = name
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }
}
