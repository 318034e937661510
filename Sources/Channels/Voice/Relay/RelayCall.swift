import DeskModel
import Dialogue
import Logging

/// One call over ConversationRelay: carries out what its state machine decides.
public struct RelayCall: Sendable {
    /// The socket's other end.
    public struct Connection: Sendable {
        let send: @Sendable (String) async throws -> Void
        let close: @Sendable (UInt16) async throws -> Void

        public init(
            send: @escaping @Sendable (String) async throws -> Void,
            close: @escaping @Sendable (UInt16) async throws -> Void
        ) {
            self.send = send
            self.close = close
        }
    }

    private enum Happening: Sendable {
        case machine(RelayMachine.Event)
        /// A turn's work is over.
        case ended(RelayTurn.Outcome)
        /// Something was stored in the conversation.
        case stored(Message)
        case hungUp
    }

    /// What is known of the call so far.
    private struct Progress: Sendable {
        var call: Call?
        var conversation: ConversationID?
        /// To end a turn's work.
        var stops: [Int: AsyncStream<Void>.Continuation] = [:]
        /// What the caller heard of a turn that they cut short.
        var heard: [Int: String?] = [:]
        var outcomes: [Int: RelayTurn.Outcome] = [:]
        /// What turns have said, and what waits until it is known whether one has.
        var said: Set<MessageID> = []
        var stored: [Message] = []
        /// Characters sent to the voice since the caller last said something.
        var spoken = 0
    }

    /// Those of turns return how they ended.
    private typealias Tasks = ThrowingTaskGroup<RelayTurn.Outcome?, any Error>

    let business: BusinessID
    let accountSid: String?
    let languages: [String]
    let rules: RelayBufferRules
    let timing: RelayTiming
    /// Whether a person can take calls at the moment.
    let canTransfer: @Sendable () async -> Bool
    let calls: any CallStore
    let desk: Desk
    let logger: Logger

    /// Talks until the caller hangs up or the session is ended.
    public func run(
        _ frames: some AsyncSequence<String, any Error> & Sendable, _ connection: Connection
    ) async throws {
        let (happenings, happen) = AsyncStream.makeStream(of: Happening.self, bufferingPolicy: .bufferingOldest(8_192))
        var machine = RelayMachine(languages: languages, rules: rules)
        var progress = Progress()
        await withThrowingTaskGroup(of: RelayTurn.Outcome?.self) { group in
            group.addTask {
                for try await frame in frames { happen.yield(.machine(.frame(frame))) }
                happen.yield(.hungUp)
                return nil
            }
            do {
                for await happening in happenings {
                    guard try await take(happening, &machine, &progress, connection, &group, happen) else { break }
                }
            } catch {
                logger.debug("A call's socket broke off", metadata: ["error": "\(String(reflecting: error))"])
            }
            // What was being said when the call ended may have been heard.
            for case .heard(let turn, let text) in machine.handle(.hungUp) { progress.heard[turn] = .some(text) }
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .success(let outcome?) = result { progress.outcomes[outcome.turn] = outcome }
            }
            happen.finish()
        }
        // A line that breaks off cancels the call's task; what it leaves behind is stored all the same.
        try await Task { [progress] in try await settleAll(progress) }.value
    }

    /// - Returns: whether the call goes on.
    private func take(
        _ happening: Happening, _ machine: inout RelayMachine, _ progress: inout Progress, _ connection: Connection,
        _ group: inout Tasks, _ happen: AsyncStream<Happening>.Continuation
    ) async throws -> Bool {
        switch happening {
        case .hungUp: return false
        case .ended(let outcome):
            progress.stops[outcome.turn] = nil
            progress.outcomes[outcome.turn] = outcome
            progress.said.formUnion(outcome.replies.map(\.id))
            try await settle(outcome.turn, &progress)
            return try await announce(&machine, &progress, connection, &group, happen)
        case .stored(let message):
            progress.stored.append(message)
            return try await announce(&machine, &progress, connection, &group, happen)
        case .machine(let event):
            return try await handle(event, &machine, &progress, connection, &group, happen)
        }
    }

    private func handle(
        _ event: RelayMachine.Event, _ machine: inout RelayMachine, _ progress: inout Progress,
        _ connection: Connection, _ group: inout Tasks, _ happen: AsyncStream<Happening>.Continuation
    ) async throws -> Bool {
        let (listening, pressing) = (machine.listening, machine.pressing)
        let effects = machine.handle(event)
        for effect in effects {
            switch effect {
            case .ask: progress.spoken = 0
            case .send(.text(let token, _)): progress.spoken += token.count
            // What was said last is heard to its end, unless a key cut it short.
            case .send(.end) where !event.isFrame: try await Task.sleep(for: timing.speech(of: progress.spoken))
            default: break
            }
            let goesOn = try await perform(effect, machine.currentLanguage, &progress, connection, &group, happen)
            guard goesOn else { return false }
        }
        if case .piece(let turn, _) = event {
            after(.milliseconds(rules.partialTimeout), .paused(turn: turn), &group, happen)
        }
        if let now = machine.listening, now != listening {
            after(timing.silence + timing.speech(of: progress.spoken), .silent(now), &group, happen)
        }
        if let now = machine.pressing, now != pressing { after(timing.digits, .digitsPaused(now), &group, happen) }
        return true
    }

    private func after(
        _ pause: Duration, _ event: RelayMachine.Event, _ group: inout Tasks,
        _ happen: AsyncStream<Happening>.Continuation
    ) {
        group.addTask {
            try await Task.sleep(for: pause)
            happen.yield(.machine(event))
            return nil
        }
    }

    /// Says what was stored by others than the call's turns: an agent's words, or an answer after a hand-back.
    private func announce(
        _ machine: inout RelayMachine, _ progress: inout Progress, _ connection: Connection, _ group: inout Tasks,
        _ happen: AsyncStream<Happening>.Continuation
    ) async throws -> Bool {
        guard progress.stops.isEmpty else { return true }
        let stored = progress.stored.filter { $0.sender != .user && !progress.said.contains($0.id) }
        progress.stored = []
        for message in stored {
            progress.said.insert(message.id)
            let text = PlainText.forSpeech(message.text)
            guard try await handle(.announce(text), &machine, &progress, connection, &group, happen) else {
                return false
            }
        }
        return true
    }

    /// - Returns: whether the call goes on.
    private func perform(
        _ effect: RelayMachine.Effect, _ language: String, _ progress: inout Progress, _ connection: Connection,
        _ group: inout Tasks, _ happen: AsyncStream<Happening>.Continuation
    ) async throws -> Bool {
        switch effect {
        case .send(let reply):
            try await connection.send(reply.json.text)
            if case .end = reply { return false }
        case .close(let code):
            try await connection.close(code)
            return false
        case .begin(let setup):
            guard accountSid == nil || setup.accountSid == nil || setup.accountSid == accountSid else {
                try await connection.close(1008)
                return false
            }
            let call = try await begin(setup)
            let conversation = try await calls.conversation(of: call.id, in: business)
            progress.call = call
            progress.conversation = conversation
            let events = desk.events.events(of: conversation)
            // A call that goes on may be in a person's hands; what changes later is told by the events.
            let handoff = try await desk.handoff(of: conversation, in: business)
            if handoff.voice == .held { happen.yield(.machine(.held(true))) }
            group.addTask {
                for await event in events {
                    switch event {
                    case .message(let message): happen.yield(.stored(message))
                    case .handoff(let handoff): happen.yield(.machine(.held(handoff.voice == .held)))
                    case .delta, .failed, .withdrawn, .typing, .read: break
                    }
                }
                return nil
            }
        case .ask(let number, let text):
            guard let conversation = progress.conversation else { return false }
            let (stops, stop) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            progress.stops[number] = stop
            let turn = RelayTurn(
                number: number, text: text, language: language, conversation: conversation, business: business,
                desk: desk, canTransfer: await canTransfer(), logger: logger)
            group.addTask {
                let outcome = await turn.run(until: stops) { happen.yield(.machine($0)) }
                happen.yield(.ended(outcome))
                return outcome
            }
            after(timing.filler, .slow(turn: number), &group, happen)
        case .stop(let turn): progress.stops[turn]?.yield()
        case .heard(let turn, let text):
            progress.heard[turn] = .some(text)
            if progress.stops[turn] == nil { try await settle(turn, &progress) }
        case .note(let digit):
            guard let conversation = progress.conversation else { return false }
            let noted = try await desk.post(MessageDraft(.system, "Key \(digit)"), in: conversation, of: business)
            progress.said.insert(noted.id)
        case .handOff:
            guard let call = progress.call else { return false }
            var report = report(of: call)
            report.transfer = .requested
            _ = try await calls.record(report, isKnownCaller: false, in: business)
        }
        return true
    }

    private func begin(_ setup: RelaySetup) async throws -> Call {
        var report = CallReport(
            provider: .twilio, callSid: setup.callSid, direction: setup.isOutbound ? .outbound : .inbound,
            from: setup.from, to: setup.to,
            step: TwilioCallForm.step("in-progress") ?? DeliveryStep("in-progress", rank: 30))
        report.sessionID = setup.sessionID
        return try await calls.record(
            report, isKnownCaller: PhoneAddress.isReachable(report.customer), in: business)
    }

    private func report(of call: Call) -> CallReport {
        CallReport(
            provider: call.provider, callSid: call.callSid, direction: call.direction, from: call.from, to: call.to,
            step: DeliveryStep(call.status, rank: -1))
    }

    // MARK: What was heard

    /// Keeps of an answer that was cut short what was heard.
    private func settle(_ turn: Int, _ progress: inout Progress) async throws {
        guard let outcome = progress.outcomes[turn] else { return }
        let heard = progress.heard.removeValue(forKey: turn)
        if heard == nil, outcome.isWhole { return }
        guard let message = outcome.message else { return }
        // A reply may have been stored just as it was stopped.
        let replies = outcome.replies.isEmpty ? try await desk.replies(to: message) : outcome.replies
        if let answer = replies.first(where: { $0.sender == .assistant && $0.replyTo == message.id }) {
            if let heard { _ = try await calls.cut(answer.id, to: heard, in: business) }
        } else {
            let kept = try await desk.settle(message, heard: heard ?? nil)
            progress.said.formUnion(kept.map(\.id))
        }
    }

    /// Leaves no question of the call waiting.
    private func settleAll(_ progress: Progress) async throws {
        var progress = progress
        for turn in progress.outcomes.keys.sorted() where progress.heard[turn] != nil {
            try await settle(turn, &progress)
        }
        for outcome in progress.outcomes.values where !outcome.isWhole {
            if let message = outcome.message { try await desk.settle(message, heard: nil) }
        }
    }
}
