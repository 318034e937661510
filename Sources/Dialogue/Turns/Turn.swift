public import Answering
public import DeskModel

/// One customer's message and what those who may reply to it need.
public struct Turn: Sendable {
    public let message: Message
    public let business: Business
    private let order: ConversationOrder
    private let events: any EventBus
    private let gate: TurnGate
    private let request: @Sendable () async throws -> AnswerRequest

    init(
        message: Message, business: Business, order: ConversationOrder, events: any EventBus, gate: TurnGate,
        request: @escaping @Sendable () async throws -> AnswerRequest
    ) {
        self.message = message
        self.business = business
        self.order = order
        self.events = events
        self.gate = gate
        self.request = request
    }

    /// The message as a question for the answerer, with what was said before.
    public func answerRequest() async throws -> AnswerRequest { try await request() }

    /// Shows a piece of the answer that is being written.
    ///
    /// - Throws: `CancellationError` when a person has taken over: nothing more is to be said.
    public func show(_ piece: String) throws {
        try gate.say(message) {
            events.publish(.delta(replyTo: message.id, text: piece), to: message.conversation, of: message.business)
        }
    }

    /// Stores messages, and publishes those that are new in the order in which they are stored.
    ///
    /// - Parameter step: stores, and returns what is new.
    /// - Throws: what `step` throws.
    public func publish(_ step: () async throws -> [Message]) async throws {
        try await order.inTurn(message.conversation) {
            for message in try await step() {
                events.publish(.message(message), to: message.conversation, of: message.business)
            }
        }
    }
}

/// Someone who may reply to a customer's message before the answerer is asked.
///
/// A turn may be run again after a crash: what is said and the end of the message's waiting are one transaction
/// (`ConversationStore.reply`, or a store function that does as much).
public protocol TurnHandler: Sendable {
    /// Replies to the message, durably, or leaves it to the next.
    ///
    /// - Returns: whether the turn is over.
    /// - Throws: `StoreError.withdrawn` when a person took over meanwhile, and nothing was said; anything else when it
    ///   cannot be told, and the message keeps waiting.
    func take(_ turn: Turn) async throws -> Bool
    /// Called when none replied and the answerer has answered the message.
    func answered(_ turn: Turn, with answer: Message) async throws
}

extension TurnHandler {
    public func answered(_ turn: Turn, with answer: Message) async throws {}
}
