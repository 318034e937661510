import DeskModel
import TextAnalysis

/// Has the machine's steps stored, published and acted on: the one place where the voice of a conversation changes.
final class HandoffCoordinator: Sendable {
    private static let mostAttempts = 50

    let store: any HandoffStore
    let businesses: any BusinessStore
    let conversations: any ConversationStore
    let clock: DeskClock
    private let events: any EventBus
    private let order: ConversationOrder
    private let gate: TurnGate
    /// Conversations in which messages wait again.
    let reopened: AsyncStream<Handoff>
    private let reopen: AsyncStream<Handoff>.Continuation

    init(
        store: any HandoffStore, businesses: any BusinessStore, conversations: any ConversationStore,
        clock: DeskClock, events: any EventBus, order: ConversationOrder, gate: TurnGate
    ) {
        self.store = store
        self.businesses = businesses
        self.conversations = conversations
        self.clock = clock
        self.events = events
        self.order = order
        self.gate = gate
        // Whatever is dropped here waits in the store, and is found when the customer comes back or the desk starts.
        (reopened, reopen) = AsyncStream.makeStream(of: Handoff.self, bufferingPolicy: .bufferingOldest(10_000))
    }

    /// What an event has brought about.
    struct Outcome: Sendable {
        let handoff: Handoff
        /// What was said, stored.
        let said: [Message]
    }

    /// Takes a step and publishes what it says.
    ///
    /// - Parameters:
    ///   - answering: the customer's message that the step's first line answers.
    ///   - adding: said after the step's own lines.
    /// - Throws: `HandoffRefusal`; `StoreError.withdrawn` when `answering` waits no more; `StoreError.notFound`.
    @discardableResult
    func apply(
        _ event: HandoffEvent, in conversation: ConversationID, of business: BusinessID, answering: Message? = nil,
        adding drafts: [MessageDraft] = []
    ) async throws -> Outcome {
        guard let settings = try await businesses.business(business) else { throw StoreError.notFound }
        let machine = HandoffMachine(rules: HandoffRules(settings.settings.handoff, now: .now()))
        return try await order.inTurn(conversation) {
            for _ in 0..<Self.mostAttempts {
                let state = try await store.handoff(of: conversation, in: business)
                let step = try machine.step(state, event, now: clock.now())
                guard step.isChange else { return Outcome(handoff: state, said: []) }
                let change = HandoffChange(
                    step.next, says: try await lines(of: step, settings, machine.rules) + drafts, answering: answering,
                    tells: step.tells.map { ($0.kind, Self.detail(of: $0, step.next)) },
                    answersWaiting: step.answersWaiting, closesConversation: step.closesConversation,
                    resumesForm: { scene in
                        FormMachine(scene, now: .now(), newID: UUIDv7.next()).resume(after: answering?.id)
                    })
                guard let said = try await store.change(change) else { continue }
                tell(state, step, said)
                return Outcome(handoff: step.next, said: said)
            }
            throw StoreError.failed("the hand-off of a conversation changed all the time")
        }
    }

    /// Ends the leases that are over. - Throws: what the stores throw.
    func expireLeases() async throws {
        for handoff in try await store.leases(endedBy: clock.now(), limit: 500) {
            do {
                try await apply(.ticked, in: handoff.conversation, of: handoff.business)
            } catch StoreError.notFound {
                // Deleted meanwhile.
                continue
            }
        }
    }

    /// Brings the leases that a restart found into what the clock says now. - Throws: what the stores throw.
    func confineLeases() async throws {
        let now = clock.now()
        let held = try await store.leases(endedBy: Timestamp(milliseconds: .max), limit: 100_000)
        for handoff in held {
            guard let business = try await businesses.business(handoff.business), let end = handoff.leasedUntil else {
                continue
            }
            let lease = HandoffRules(business.settings.handoff, now: now).leaseMilliseconds
            var next = handoff
            next.leasedUntil = DeskClock.confined(end, lease: lease, now: now)
            if next != handoff { _ = try await store.change(HandoffChange(next)) }
        }
    }

    private func tell(_ state: Handoff, _ step: HandoffStep, _ said: [Message]) {
        let (conversation, business) = (step.next.conversation, step.next.business)
        if step.next.voice == .held, state.voice != .held, let message = gate.stop(conversation) {
            events.publish(.withdrawn(replyTo: message), to: conversation, of: business)
        }
        for message in said { events.publish(.message(message), to: conversation, of: business) }
        if state.voice != step.next.voice || state.agent != step.next.agent {
            events.publish(.handoff(step.next), to: conversation, of: business)
        }
        if step.answersWaiting { reopen.yield(step.next) }
    }

    private func lines(
        of step: HandoffStep, _ business: Business, _ rules: HandoffRules
    ) async throws -> [MessageDraft] {
        guard !step.says.isEmpty else { return [] }
        let language = try await language(of: step.next)
        return step.says.map { saying in
            MessageDraft(
                .system,
                HandoffTexts.text(
                    saying.line, in: language, settings: business.settings.handoff, company: business.name,
                    name: saying.name, opens: rules.opens))
        }
    }

    /// The customer's: of the words that asked, or of what they wrote last.
    private func language(of handoff: Handoff) async throws -> String? {
        if let language = handoff.language { return language }
        let last = try await conversations.messages(
            in: handoff.conversation, of: handoff.business, after: nil, limit: 10
        ).last { $0.sender == .user }
        return last.map { LanguageGuesser.language(of: $0.text) }
    }

    private static func detail(of telling: HandoffStep.Telling, _ next: Handoff) -> [String: String] {
        var detail: [String: String] = [:]
        detail["agent_id"] = telling.agent?.id
        detail["agent_name"] = telling.agent?.name
        detail["reason"] = telling.kind == .handoffRequested ? next.reason?.rawValue : telling.reason
        return detail
    }
}
