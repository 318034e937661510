public import Answering
public import DeskModel
public import Logging
public import ServiceLifecycle
import Synchronization

/// The one conversation engine: every channel hands its messages in here and watches the bus for what comes out.
///
/// A message is durable before `receive` returns; its answer is durable before it is published as a message.
public final class Desk: Service {
    public let configuration: DeskConfiguration
    public let events: any EventBus
    let businesses: any BusinessStore
    let conversations: any ConversationStore
    let answerer: Answerer
    let handoffs: HandoffCoordinator
    /// Asked in order before the answerer.
    private let handlers: [any TurnHandler]
    /// `nil` where nobody looks at them.
    private let notices: (any NoticeStore)?
    /// `nil` where there are no forms.
    let forms: (any FormStore)?
    let logger: Logger
    private let queue: Mutex<TurnQueue>
    private let starts: AsyncStream<Message>
    private let start: AsyncStream<Message>.Continuation
    let gate = TurnGate()
    private let order = ConversationOrder()
    let retries: TurnRetries
    private let hasTakenUp = Mutex(false)
    /// What an earlier run left waiting and no turn of this one has begun on.
    let leftWaiting = Mutex<Set<MessageID>>([])

    /// - Parameters:
    ///   - handlers: asked in order before the answerer, after hand-offs have been seen to.
    ///   - clock: what leases are measured by.
    public init(
        businesses: any BusinessStore, conversations: any ConversationStore, handoffs: any HandoffStore,
        answerer: Answerer, handlers: [any TurnHandler] = [], forms: (any FormStore)? = nil,
        notices: (any NoticeStore)? = nil, events: any EventBus = InProcessEventBus(), clock: DeskClock = DeskClock(),
        configuration: DeskConfiguration = DeskConfiguration(), logger: Logger
    ) {
        self.businesses = businesses
        self.conversations = conversations
        self.answerer = answerer
        self.notices = notices
        self.forms = forms
        self.events = events
        self.handoffs = HandoffCoordinator(
            store: handoffs, businesses: businesses, conversations: conversations, clock: clock, events: events,
            order: order, gate: gate)
        self.handlers = [HandoffHandler(coordinator: self.handoffs, forms: forms)] + handlers
        self.configuration = configuration
        self.logger = logger
        retries = TurnRetries(pauses: configuration.turnRetries)
        queue = Mutex(
            TurnQueue(
                maximumActive: configuration.maximumActiveTurns, maximumWaiting: configuration.maximumWaitingTurns,
                maximumWaitingPerConversation: configuration.maximumWaitingPerConversation))
        // Never holds more than `maximumActiveTurns`: the queue lets no more start.
        (starts, start) = AsyncStream.makeStream(of: Message.self, bufferingPolicy: .unbounded)
    }

    /// Answers messages until shutdown, which lets the answers under way finish. Starts with what a crash left waiting.
    public func run() async throws {
        try await handoffs.confineLeases()
        for message in try await conversations.waitingMessages(limit: configuration.maximumWaitingTurns) {
            let conversation = try await conversations.conversation(message.conversation, in: message.business)
            // Whoever called has hung up: nobody would hear the answer.
            if conversation?.channel == .call {
                try await settle(message, heard: nil)
            } else {
                leftWaiting.withLock { _ = $0.insert(message.id) }
                offer(message)
            }
        }
        hasTakenUp.withLock { $0 = true }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.takeTurns() }
            group.addTask { await self.watchLeases() }
            group.addTask { await self.retries.run { self.offer($0) } }
            group.addTask {
                for await handoff in self.handoffs.reopened {
                    await self.attempt("answer what waits") {
                        try await self.resume(handoff.conversation, of: handoff.business)
                    }
                }
            }
            // The turns end when the desk shuts down; the others go on until then.
            await group.next()
            group.cancelAll()
        }
    }

    private func takeTurns() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await message in starts {
                    group.addTask { await self.takeTurn(message) }
                }
            }
        } onGracefulShutdown: {
            self.start.finish()
        }
    }

    private func watchLeases() async {
        while !Task.isCancelled {
            await attempt("end leases") { try await self.handoffs.expireLeases() }
            try? await Task.sleep(for: configuration.leaseCheck)
        }
    }

    private func attempt(_ what: String, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch is CancellationError {
            return
        } catch {
            logger.warning("Could not \(what)", metadata: ["error": "\(String(reflecting: error))"])
        }
    }

    /// Whether what an earlier process left was taken up: leases and waiting messages.
    var isTakenUp: Bool { hasTakenUp.withLock { $0 } }

    /// Messages waiting for their turn and turns under way.
    public var load: (waiting: Int, active: Int) { queue.withLock { ($0.waitingCount, $0.activeCount) } }

    /// The same of one business.
    public func load(of business: BusinessID) -> (waiting: Int, active: Int) {
        queue.withLock { $0.load(of: business) }
    }

    /// Opens a conversation. - Throws: `DeskError.unknownBusiness`.
    public func open(in business: BusinessID, channel: Conversation.Channel) async throws -> Conversation {
        guard try await businesses.business(business) != nil else { throw DeskError.unknownBusiness }
        return try await conversations.openConversation(in: business, channel: channel)
    }

    /// Takes a customer's message in: stores it, publishes it, and has it answered in its turn.
    ///
    /// - Returns: the message as stored.
    /// - Throws: `DeskError`, before anything was stored.
    public func receive(
        _ text: String, in conversation: ConversationID, of business: BusinessID
    ) async throws -> Message {
        try await receive(MessageDraft(.user, text), in: conversation, of: business)
    }

    /// The same of a message that is more than its text; one of files alone is not answered.
    public func receive(
        _ draft: MessageDraft, in conversation: ConversationID, of business: BusinessID
    ) async throws -> Message {
        let draft = try validated(draft)
        if let refusal = queue.withLock({ $0.refusal(for: conversation) }) { throw refusal }
        try await requireRoom(in: conversation, of: business)
        let message = try await append(draft, in: conversation, of: business)
        if !message.text.isEmpty { offer(message) }
        return message
    }

    /// Stores and publishes what the business itself says. Nobody answers it.
    ///
    /// - Throws: `DeskError` and `StoreError.closed`, before anything was stored.
    public func post(
        _ draft: MessageDraft, in conversation: ConversationID, of business: BusinessID
    ) async throws -> Message {
        try await append(try validated(draft), in: conversation, of: business)
    }

    /// Takes a customer's message in that a channel stores, together with what else it keeps in the same transaction.
    ///
    /// - Parameters:
    ///   - lane: messages of one lane, such as of one sender, are stored and published in the order of these calls.
    ///   - expectsAnswer: whether it is to be answered.
    ///   - store: stores the message; `nil` when there is nothing new to take in.
    /// - Returns: the message as stored.
    /// - Throws: `DeskError.overloaded`, before anything was stored, and what `store` throws.
    public func receive(
        inLane lane: String, expectsAnswer: Bool, storing store: @Sendable () async throws -> Message?
    ) async throws -> Message? {
        if expectsAnswer, queue.withLock({ $0.waitingCount >= $0.maximumWaiting }) { throw DeskError.overloaded }
        return try await order.inTurn(lane) {
            guard let message = try await store() else { return nil }
            await order.inTurn(message.conversation) {
                events.publish(.message(message), to: message.conversation, of: message.business)
            }
            if expectsAnswer { offer(message) }
            return message
        }
    }

    /// Stores and publishes a notice of the customer's side, such as "opened the pricing page". Nobody answers it.
    ///
    /// - Throws: `DeskError`, before anything was stored.
    public func note(_ text: String, in conversation: ConversationID, of business: BusinessID) async throws {
        _ = try await append(MessageDraft(.system, try validated(text)), in: conversation, of: business)
    }

    /// Asks and waits for the answer, for interfaces of request and reply. Cancelling the task stops the work; the
    /// question stays stored.
    ///
    /// - Parameters:
    ///   - history: takes the place of the conversation's own messages when given.
    ///   - filter: what the answer may be made of.
    ///   - delta: gets the pieces of the answer as they come.
    /// - Returns: the stored answer.
    /// - Throws: `DeskError`, `ModelError`, `StoreError`.
    public func ask(
        _ text: String, history: [Message]? = nil, filter: PassageFilter = .customers,
        in conversation: ConversationID, of business: BusinessID,
        delta: @escaping @Sendable (String) async throws -> Void = { _ in }
    ) async throws -> Message {
        let draft = MessageDraft(.user, try validated(text))
        try await requireRoom(in: conversation, of: business)
        let message = try await append(draft, in: conversation, of: business)
        guard try await conversations.isWaiting(message) else { throw StoreError.withdrawn }
        guard let known = try await businesses.business(business) else { throw DeskError.unknownBusiness }
        return try await answer(message, of: known, history: history, filter: filter, delta: delta)
    }

    /// Has the conversation's unanswered messages answered: called when a customer comes back.
    public func resume(_ conversation: ConversationID, of business: BusinessID) async throws {
        let waiting = try await conversations.waitingMessages(
            in: conversation, of: business, limit: configuration.maximumWaitingPerConversation)
        for message in waiting { offer(message) }
    }

    /// Told by a channel when a customer's connection ends: an answer nobody waits for is stopped after a while, and
    /// given when they come back.
    public func customerLeft(_ conversation: ConversationID) { gate.customerLeft(conversation) }

    /// The text as it would be stored. - Throws: `DeskError` when the desk would not take it.
    public func validated(_ text: String) throws(DeskError) -> String {
        guard text.unicodeScalars.count <= configuration.maximumMessageLength else {
            throw .messageTooLong(limit: configuration.maximumMessageLength)
        }
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { throw .emptyMessage }
        return String(text[first...last])
    }

    /// - Throws: `DeskError.conversationFull` when it was closed for its length.
    func requireRoom(in conversation: ConversationID, of business: BusinessID) async throws {
        guard let most = try await businesses.business(business)?.settings.maxConversationLength,
            let found = try await conversations.conversation(conversation, in: business),
            found.status == .closed, found.messageCount >= most
        else { return }
        throw DeskError.conversationFull
    }

    /// A file may come without a word.
    func validated(_ draft: MessageDraft) throws(DeskError) -> MessageDraft {
        guard !draft.text.isEmpty || draft.media.isEmpty else { return draft }
        var draft = draft
        draft.text = try validated(draft.text)
        return draft
    }

    // MARK: Turns

    /// Stores and publishes a message.
    func append(
        _ draft: MessageDraft, in conversation: ConversationID, of business: BusinessID
    ) async throws -> Message {
        do {
            return try await order.inTurn(conversation) {
                let message = try await conversations.append(draft, to: conversation, in: business)
                events.publish(.message(message), to: conversation, of: business)
                return message
            }
        } catch StoreError.notFound {
            throw DeskError.unknownConversation
        }
    }

    /// Tells listeners of a message that is stored already. - Parameter message: one that nobody answers.
    public func show(_ message: Message) {
        events.publish(.message(message), to: message.conversation, of: message.business)
    }

    /// Stores messages, and publishes them in the order in which they are stored.
    func publish(in conversation: ConversationID, _ step: () async throws -> [Message]) async throws {
        try await order.inTurn(conversation) {
            for message in try await step() {
                events.publish(.message(message), to: conversation, of: message.business)
            }
        }
    }

    /// Stores and publishes an answer; when the message has one already, that one stands and was published before.
    private func record(_ answer: Answer, _ receipt: Receipt, to message: Message) async throws -> Message {
        let reply = try await order.inTurn(message.conversation) {
            let reply = try await conversations.record(answer, receipt: receipt, to: message)
            if reply.receipt == receipt.id {
                events.publish(.message(reply), to: message.conversation, of: message.business)
            }
            return reply
        }
        await tellOwner(of: receipt.contradictions ?? [], in: message.business)
        return reply
    }

    /// A notice that cannot be stored costs the notice, not the answer: the next question like it raises it again.
    private func tellOwner(of contradictions: [Contradiction], in business: BusinessID) async {
        guard let notices else { return }
        for contradiction in contradictions {
            do {
                try await notices.raise(
                    Notice(
                        id: UUIDv7.next(), business: business, key: contradiction.key,
                        content: .contradiction(contradiction), createdAt: .now()))
            } catch {
                logger.warning("A notice was not stored", metadata: ["error": "\(String(reflecting: error))"])
            }
        }
    }

    private func offer(_ message: Message) {
        if case .start = queue.withLock({ $0.offer(message) }) { start.yield(message) }
    }

    private func takeTurn(_ message: Message) async {
        let signals = gate.open(message)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.respond(to: message) }
            group.addTask { await self.waitUntilUnwanted(message.conversation, signals) }
            await group.next()
            group.cancelAll()
        }
        let wasStopped = gate.close(message.conversation)
        if let next = queue.withLock({ $0.finish(message.conversation) }) {
            // When shutting down this goes nowhere: the message is stored as waiting, and answered after the restart.
            start.yield(next)
        }
        retries.turnEnded(of: message)
        // The person may have handed back before the turn was seen to end.
        if wasStopped {
            await attempt("answer what waits") { try await resume(message.conversation, of: message.business) }
        }
    }

    /// Returns when a person has taken over, when the customer has left and not come back for a while, or when the turn
    /// is over.
    private func waitUntilUnwanted(_ conversation: ConversationID, _ signals: AsyncStream<TurnGate.Signal>) async {
        for await signal in signals {
            if signal == .stop { return }
            try? await Task.sleep(for: configuration.abandonAfter)
            if events.watchers(of: conversation) == 0 { return }
        }
    }

    private func respond(to message: Message) async {
        let (conversation, business) = (message.conversation, message.business)
        do {
            if try await mayTakeUp(message) { try await deal(with: message) }
            retries.forget(message)
        } catch is CancellationError {
            retries.forget(message)
            logger.debug("Turn stopped", metadata: ["desk.message.id": "\(message.id)"])
        } catch StoreError.withdrawn, StoreError.notFound {
            retries.forget(message)
            logger.debug("Turn not wanted any more", metadata: ["desk.message.id": "\(message.id)"])
        } catch {
            logger.error(
                "Turn failed",
                metadata: ["desk.message.id": "\(message.id)", "error": "\(String(reflecting: error))"])
            let apology = "The desk could not answer just now. Your message is kept; please try again in a moment."
            events.publish(
                .failed(replyTo: message.id, code: "answer_failed", message: apology), to: conversation, of: business)
            await attempt("make up for a failed turn") { try await makeUp(forFailedTurnOf: message) }
        }
    }

    /// Asks the handlers, and has the answerer answer what none of them replies to.
    func deal(with message: Message) async throws {
        // It may have been answered, or taken on by a person, while it waited for its turn.
        guard try await conversations.isWaiting(message), let business = try await businesses.business(message.business)
        else { return }
        let turn = Turn(message: message, business: business, order: order, events: events, gate: gate) {
            try await self.request(message, of: business, history: nil, filter: .customers)
        }
        let isTaken = try await within(configuration.turnTimeout) {
            for handler in self.handlers where try await handler.take(turn) { return true }
            return false
        }
        if isTaken { return }
        events.publish(.typing(from: .assistant, name: nil), to: message.conversation, of: message.business)
        let answer = try await answer(message, of: business, history: nil, filter: .customers) { try turn.show($0) }
        for handler in handlers { try await handler.answered(turn, with: answer) }
    }

    /// Answers a stored message, stores the answer and publishes it.
    private func answer(
        _ message: Message, of business: Business, history: [Message]?, filter: PassageFilter,
        delta: @escaping @Sendable (String) async throws -> Void
    ) async throws -> Message {
        let request = try await request(message, of: business, history: history, filter: filter)
        return try await within(configuration.turnTimeout) {
            for try await event in self.answerer.events(for: request) {
                switch event {
                case .delta(let text): try await delta(text)
                case .final(let answer, let receipt):
                    return try await self.record(answer, receipt, to: message)
                }
            }
            throw CancellationError()
        }
    }

    private func request(
        _ message: Message, of business: Business, history: [Message]?, filter: PassageFilter
    ) async throws -> AnswerRequest {
        var earlier = history ?? []
        if history == nil {
            let messages = try await conversations.messages(
                in: message.conversation, of: message.business, after: nil, limit: configuration.historyLength + 1)
            // What a form asked and was told is no talk about the documents.
            earlier = messages.filter { $0.id < message.id && !$0.isForm }
        }
        return AnswerRequest(business: business, question: message.text, history: earlier, filter: filter)
    }
}
