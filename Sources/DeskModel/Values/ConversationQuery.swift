/// Which conversations a list is to hold; what is `nil` does not narrow it.
public struct ConversationQuery: Hashable, Sendable {
    /// The place of a conversation in the list. Conversations move to the head when something happens in them; a page
    /// that begins after a place holds nothing that an earlier page held.
    public struct Place: Hashable, Sendable {
        public let updatedAt: Timestamp
        public let id: ConversationID

        public init(updatedAt: Timestamp, id: ConversationID) {
            self.updatedAt = updatedAt
            self.id = id
        }
    }

    public var status: ConversationStatus?
    public var channel: Conversation.Channel?
    public var service: ServiceID?
    public var assignee: UserID?
    public var tag: String?
    public var priority: Conversation.Priority?
    public var contact: ContactID?
    /// Leaves out those in which nobody has said anything: chats that were opened and no more.
    public var hasMessages = false
    /// Who speaks: `requested` and `held` are the open hand-offs.
    public var voice: Handoff.Voice?
    /// Moved last from `since` until before `until`.
    public var since: Timestamp?
    public var until: Timestamp?
    /// Words of names, of contacts, or of what was said.
    public var text: String?

    public init() {}
}
