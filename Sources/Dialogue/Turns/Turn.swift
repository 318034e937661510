public import Answering
public import DeskModel

/// One customer's message and what those who may reply to it need.
public struct Turn: Sendable {
    public let message: Message
    public let business: Business
    private let order: ConversationOrder
    private let events: any EventBus
    private let request: @Sendable () async throws -> AnswerRequest

    init(
        message: Message, business: Business, order: ConversationOrder, events: any EventBus,
        request: @escaping @Sendable () async throws -> AnswerRequest
    ) {
        self.message = message
        self.business = business
        self.order = order
        self.events = events
        self.request = request
    }

    /// The message as a question for the answerer, with what was said before.
    public func answerRequest() async throws -> AnswerRequest { try await request() }

    /// Shows a piece of the answer that is being written.
    public func show(_ piece: String) {
        events.publish(.delta(replyTo: message.id, text: piece), to: message.conversation)
    }

    /// Stores messages, and publishes those that are new in the order in which they are stored.
    ///
    /// - Parameter step: stores, and returns what is new.
    public func publish(_ step: () async throws -> [Message]) async throws {
        try await order.inTurn(message.conversation) {
            for message in try await step() { events.publish(.message(message), to: message.conversation) }
        }
    }
}

/// Someone who may reply to a customer's message before the answerer is asked.
public protocol TurnHandler: Sendable {
    /// Replies to the message, durably, or leaves it to the next.
    ///
    /// - Returns: whether the turn is over.
    /// - Throws: when it cannot be told; the message keeps waiting then.
    func take(_ turn: Turn) async throws -> Bool
}
