/// What the outbox holds for a message of a conversation on a channel; its lane is the conversation.
public struct OutboxMessage: Hashable, Sendable, Codable {
    public let message: MessageID

    public init(message: MessageID) { self.message = message }
}
