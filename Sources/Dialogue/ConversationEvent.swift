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
}
