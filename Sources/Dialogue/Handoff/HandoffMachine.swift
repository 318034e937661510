public import DeskModel

/// Who speaks: a pure state machine over the stored lease.
///
/// Moments are those of a clock that never jumps while the desk runs (`DeskClock`), so that setting the machine's clock
/// neither ends a lease nor makes it longer.
public struct HandoffMachine: Hashable, Sendable {
    /// A sign of the agent renews a lease of which this share is gone, so that typing does not write all the time.
    private static let renewalShare: Int64 = 4

    public let rules: HandoffRules

    public init(rules: HandoffRules) { self.rules = rules }

    /// Where an event leads.
    ///
    /// - Parameter now: on the desk's clock.
    /// - Throws: why the event is refused; the state stays as it is.
    public func step(
        _ state: Handoff, _ event: HandoffEvent, now: Timestamp
    ) throws(HandoffRefusal) -> HandoffStep {
        // A lease that has ended is over for every event, however late the clock is looked at.
        if event != .ticked, isOver(state, now), let agent = state.agent, !isBy(agent, event) {
            let ended = released(state, .expired, agent, now)
            var step = try self.step(ended.next, event, now: now)
            step.says = ended.says + step.says
            step.tells = ended.tells + step.tells
            step.isChange = true
            step.answersWaiting = step.next.voice != .held && !step.closesConversation
            return step
        }
        switch event {
        case .requested(let reason, let language): return try requested(state, reason, language, now)
        case .taken(let agent): return try taken(state, agent, now)
        case .spoke(let agent): return try taken(state, agent, now)
        case .seen(let agent): return seen(state, agent, now)
        case .released(let agent, let answering):
            guard state.agent?.id == agent.id else { throw refusal(state) }
            var step = released(state, .released, agent, now)
            step.answersWaiting = answering
            return step
        case .transferred(let agent, let other):
            guard state.agent?.id == agent.id else { throw refusal(state) }
            var next = state
            next.agent = other
            next.leasedUntil = now.advanced(byMilliseconds: rules.leaseMilliseconds)
            return HandoffStep(next, .transferred, name: other.name, .handoffTransferred, agent: other)
        case .ticked:
            guard isOver(state, now), let agent = state.agent else { return unchanged(state) }
            return released(state, .expired, agent, now)
        case .closed(let agent):
            if let holder = state.agent, let agent, holder.id != agent.id { throw .held(by: holder) }
            return ended(state, .closed, now)
        case .filled:
            // A person ends a conversation when they want to.
            return state.voice == .held ? unchanged(state) : ended(state, .full, now)
        }
    }

    private func requested(
        _ state: Handoff, _ reason: Handoff.Reason, _ language: String?, _ now: Timestamp
    ) throws(HandoffRefusal) -> HandoffStep {
        guard rules.isEnabled else { throw .disabled }
        var next = state
        next.language = language ?? state.language
        switch state.voice {
        case .held: return unchanged(state)
        case .requested:
            guard reason == .customer else { return unchanged(state) }
            return HandoffStep(next, rules.isOpen ? .stillRequested : closedLine)
        case .bot:
            next.voice = .requested
            next.reason = reason
            next.since = now
            return HandoffStep(next, rules.isOpen ? .requested : closedLine, .handoffRequested)
        }
    }

    private func taken(_ state: Handoff, _ agent: Agent, _ now: Timestamp) throws(HandoffRefusal) -> HandoffStep {
        var next = state
        next.leasedUntil = now.advanced(byMilliseconds: rules.leaseMilliseconds)
        if let holder = state.agent {
            guard holder.id == agent.id else { throw .held(by: holder) }
            return HandoffStep(next)
        }
        next.voice = .held
        next.agent = agent
        next.since = now
        next.reason = state.voice == .requested ? state.reason : .agent
        return HandoffStep(next, .taken, name: agent.name, .handoffTaken, agent: agent)
    }

    private func seen(_ state: Handoff, _ agent: Agent, _ now: Timestamp) -> HandoffStep {
        guard state.agent?.id == agent.id, let until = state.leasedUntil,
            until.milliseconds - now.milliseconds < rules.leaseMilliseconds * (Self.renewalShare - 1)
                / Self.renewalShare
        else { return unchanged(state) }
        var next = state
        next.leasedUntil = now.advanced(byMilliseconds: rules.leaseMilliseconds)
        return HandoffStep(next)
    }

    private func released(_ state: Handoff, _ line: HandoffLine, _ agent: Agent?, _ now: Timestamp) -> HandoffStep {
        var next = state
        next.voice = .bot
        next.reason = nil
        next.agent = nil
        next.leasedUntil = nil
        next.since = now
        var step = HandoffStep(next, line, name: agent?.name ?? "", .handoffReleased, agent: agent)
        step.tells[0].reason = line == .expired ? "timed_out" : line == .released ? "returned" : "closed"
        // The agent who let the lease end answers nothing any more, so the assistant does.
        step.answersWaiting = line == .expired
        return step
    }

    private func ended(_ state: Handoff, _ line: HandoffLine, _ now: Timestamp) -> HandoffStep {
        var step = released(state, line, state.agent, now)
        if state.voice == .bot { step.tells = [] }
        step.closesConversation = true
        return step
    }

    private func unchanged(_ state: Handoff) -> HandoffStep {
        var step = HandoffStep(state)
        step.isChange = false
        return step
    }

    private func isOver(_ state: Handoff, _ now: Timestamp) -> Bool {
        state.leasedUntil.map { $0 <= now } ?? false
    }

    /// The agent's own act comes before the end of their lease: they are there.
    private func isBy(_ agent: Agent, _ event: HandoffEvent) -> Bool {
        switch event {
        case .taken(let actor), .spoke(let actor), .seen(let actor), .released(let actor, _),
            .transferred(let actor, _):
            actor.id == agent.id
        case .closed(let actor): actor?.id == agent.id
        case .requested, .ticked, .filled: false
        }
    }

    private func refusal(_ state: Handoff) -> HandoffRefusal { state.agent.map { .held(by: $0) } ?? .notHeld }

    private var closedLine: HandoffLine { rules.opens == nil ? .away : .outOfHours }
}
