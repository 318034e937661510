/// A dialogue between one contact and a business on one channel.
public struct Conversation: Hashable, Sendable {
    public enum Channel: String, Hashable, Sendable, Codable { case web, api }

    public let id: ConversationID
    public let business: BusinessID
    public let channel: Channel
    public let createdAt: Timestamp

    public init(id: ConversationID, business: BusinessID, channel: Channel, createdAt: Timestamp) {
        self.id = id
        self.business = business
        self.channel = channel
        self.createdAt = createdAt
    }
}

/// One thing said in a conversation.
public struct Message: Hashable, Sendable {
    public enum Sender: String, Hashable, Sendable, Codable { case user, assistant, system, human }

    public let id: MessageID
    public let conversation: ConversationID
    public let business: BusinessID
    public let sender: Sender
    public let text: String
    /// The message it answers.
    public let replyTo: MessageID?
    /// Present on answers only.
    public let answer: Answer?
    public let receipt: ReceiptID?
    public let createdAt: Timestamp

    public init(
        id: MessageID, conversation: ConversationID, business: BusinessID, sender: Sender, text: String,
        replyTo: MessageID? = nil, answer: Answer? = nil, receipt: ReceiptID? = nil, createdAt: Timestamp
    ) {
        self.id = id
        self.conversation = conversation
        self.business = business
        self.sender = sender
        self.text = text
        self.replyTo = replyTo
        self.answer = answer
        self.receipt = receipt
        self.createdAt = createdAt
    }
}
