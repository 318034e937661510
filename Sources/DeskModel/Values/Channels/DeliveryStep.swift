/// A state that a provider reports of a message or a call, and how far along it is. Reports come in any order, so a
/// state is taken over by its rank, never because it came later.
public struct DeliveryStep: Hashable, Sendable {
    /// The provider's own word.
    public let word: String
    /// Grows as the message gets on.
    public let rank: Int
    /// Whether it is over, without having arrived: nothing changes it any more.
    public let isTerminal: Bool

    public init(_ word: String, rank: Int, isTerminal: Bool = false) {
        self.word = word
        self.rank = rank
        self.isTerminal = isTerminal
    }

    /// Whether this takes the place of what is known.
    public func replaces(_ known: DeliveryStep?) -> Bool {
        guard let known else { return true }
        return !known.isTerminal && rank > known.rank
    }
}

/// What a provider says of a message that we sent through it.
public struct DeliveryReport: Hashable, Sendable {
    /// The provider's id of the message.
    public let messageID: String
    public let step: DeliveryStep
    public let delivery: Message.Delivery
    /// The provider's code, where it failed.
    public let errorCode: String?
    /// What we gave along with the message and got back, where the provider does that.
    public let reference: String?
    /// By the provider's clock.
    public let occurredAt: Timestamp?

    public init(
        messageID: String, step: DeliveryStep, delivery: Message.Delivery, errorCode: String? = nil,
        reference: String? = nil, occurredAt: Timestamp? = nil
    ) {
        self.messageID = messageID
        self.step = step
        self.delivery = delivery
        self.errorCode = errorCode
        self.reference = reference
        self.occurredAt = occurredAt
    }
}
