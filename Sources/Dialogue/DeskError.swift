/// Why the desk did not take a message.
public enum DeskError: Error, Hashable, Sendable {
    case unknownBusiness
    case unknownConversation
    case emptyMessage
    /// Longer than `limit` characters.
    case messageTooLong(limit: Int)
    /// This conversation has too many unanswered messages.
    case tooManyWaiting
    /// The desk as a whole has too much to do.
    case overloaded
    /// The conversation has as many messages as it may have.
    case conversationFull
    case shuttingDown
}
