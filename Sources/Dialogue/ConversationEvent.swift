public import DeskModel

/// Something that happened in a conversation, for those who watch it.
public enum ConversationEvent: Sendable {
    /// A message that is stored.
    case message(Message)
    /// A piece of the answer that is being written to `replyTo`; the stored answer follows as a message and replaces
    /// all its pieces.
    case delta(replyTo: MessageID, text: String)
    /// The answer to `replyTo` could not be given now; the customer may ask again.
    case failed(replyTo: MessageID, code: String, message: String)
    /// What was written so far of the answer to `replyTo` is void: a person has taken over.
    case withdrawn(replyTo: MessageID)
    /// Who speaks has changed.
    case handoff(Handoff)
    /// Someone is writing. Stored nowhere.
    case typing(from: Message.Sender, name: String?)
    /// Someone has read everything up to a message.
    case read(from: Message.Sender, message: MessageID)
}

/// An event of one of a business's conversations.
public struct BusinessEvent: Sendable {
    public let conversation: ConversationID
    public let event: ConversationEvent

    public init(conversation: ConversationID, event: ConversationEvent) {
        self.conversation = conversation
        self.event = event
    }
}
