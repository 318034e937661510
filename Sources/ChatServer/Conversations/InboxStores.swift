public import DeskModel

/// Where conversations, those who talk in them, and what is kept of both are found.
public struct InboxStores: Sendable {
    public let services: any ServiceStore
    public let conversations: any InboxStore
    public let participants: any ParticipantStore
    public let messages: any MessageArchive
    public let notes: any NoteStore
    public let contacts: any ContactStore
    /// All that knows what happened with a contact.
    public let timelines: [any TimelineSource]
    public let idempotency: any IdempotencyStore

    public init(
        services: any ServiceStore, conversations: any InboxStore, participants: any ParticipantStore,
        messages: any MessageArchive, notes: any NoteStore, contacts: any ContactStore,
        timelines: [any TimelineSource], idempotency: any IdempotencyStore
    ) {
        self.services = services
        self.conversations = conversations
        self.participants = participants
        self.messages = messages
        self.notes = notes
        self.contacts = contacts
        self.timelines = timelines
        self.idempotency = idempotency
    }
}
