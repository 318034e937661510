import DeskModel

/// A conversation as clients of Twilio Conversations expect it, and what ours is beyond.
struct ConversationResponse: Encodable {
    /// Twilio closes conversations by timers; ours are closed by people, rules and the API.
    struct Timers: Encodable {
        @OrNull var dateInactive: String?
        @OrNull var dateClosed: String?

        init(closed: Timestamp?) { dateClosed = closed?.iso8601 }
    }

    let sid: String
    let id: ConversationID
    let accountSid: String
    @OrNull var chatServiceSid: String?
    @OrNull var messagingServiceSid: String?
    @OrNull var friendlyName: String?
    @OrNull var uniqueName: String?
    let attributes: String
    let state: ConversationStatus
    let dateCreated: String
    let dateUpdated: String
    let timers: Timers
    @OrNull var bindings: String?
    let url: String
    let links: [String: String]
    let channel: Conversation.Channel
    let priority: Conversation.Priority
    @OrNull var assignee: UserID?
    let tags: [String]
    @OrNull var satisfaction: Int?
    @OrNull var language: String?
    @OrNull var contactId: ContactID?
    let messageCount: Int

    init(_ conversation: Conversation) {
        sid = ResourceKind.conversation.sid(conversation.id)
        id = conversation.id
        accountSid = ResourceKind.sid(conversation.business)
        chatServiceSid = conversation.service.map { ResourceKind.service.sid($0) }
        friendlyName = conversation.name
        uniqueName = conversation.uniqueName
        attributes = conversation.attributes
        state = conversation.status
        dateCreated = conversation.createdAt.iso8601
        dateUpdated = conversation.updatedAt.iso8601
        timers = Timers(closed: conversation.closedAt)
        url = "/api/conversations/\(sid)"
        var links: [String: String] = [:]
        for name in ["participants", "messages", "webhooks", "notes"] { links[name] = "\(url)/\(name)" }
        self.links = links
        channel = conversation.channel
        priority = conversation.priority
        assignee = conversation.assignee
        tags = conversation.tags
        satisfaction = conversation.satisfaction
        language = conversation.language
        contactId = conversation.contact
        messageCount = conversation.messageCount
    }

    static func tag(_ conversation: Conversation) -> EntityTag {
        EntityTag(version: conversation.version, shown: Int(truncatingIfNeeded: conversation.updatedAt.milliseconds))
    }
}
