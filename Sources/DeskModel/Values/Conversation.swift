/// A dialogue between one contact and a business on one channel.
public struct Conversation: Hashable, Sendable {
    public enum Channel: String, Hashable, Sendable, Codable, CaseIterable {
        case web, api, sms, call, whatsapp, telegram, email
    }

    public enum Priority: String, Hashable, Sendable, Codable, CaseIterable { case low, medium, high }

    public let id: ConversationID
    public let business: BusinessID
    public let channel: Channel
    public var service: ServiceID?
    /// `nil` until the customer has said something, unless it was proven before who they are.
    public var contact: ContactID?
    public var status: ConversationStatus
    public var name: String?
    /// Unique within the business.
    public var uniqueName: String?
    /// BCP 47, as last detected.
    public var language: String?
    /// A JSON object as text: the business's own fields.
    public var attributes: String
    public var priority: Priority
    public var assignee: UserID?
    /// In alphabetical order.
    public var tags: [String]
    /// 1...5.
    public var satisfaction: Int?
    public let messageCount: Int
    public let createdAt: Timestamp
    /// Moved by every message and every edit.
    public let updatedAt: Timestamp
    public let closedAt: Timestamp?
    /// Counts edits of the conversation itself, not its messages; what an ETag is made of.
    public let version: Int

    public init(
        id: ConversationID, business: BusinessID, channel: Channel, service: ServiceID? = nil,
        contact: ContactID? = nil, status: ConversationStatus = .initializing, name: String? = nil,
        uniqueName: String? = nil, language: String? = nil, attributes: String = "{}", priority: Priority = .medium,
        assignee: UserID? = nil, tags: [String] = [], satisfaction: Int? = nil, messageCount: Int = 0,
        createdAt: Timestamp, updatedAt: Timestamp? = nil, closedAt: Timestamp? = nil, version: Int = 1
    ) {
        self.id = id
        self.business = business
        self.channel = channel
        self.service = service
        self.contact = contact
        self.status = status
        self.name = name
        self.uniqueName = uniqueName
        self.language = language
        self.attributes = attributes
        self.priority = priority
        self.assignee = assignee
        self.tags = tags
        self.satisfaction = satisfaction
        self.messageCount = messageCount
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.closedAt = closedAt
        self.version = version
    }
}
