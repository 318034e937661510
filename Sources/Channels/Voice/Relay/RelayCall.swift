import DeskModel
import Dialogue
import Logging
import Synchronization

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
        /// A turn's work is over; its answer was stored, or not.
        case ended(turn: Int, MessageID?)
        case hungUp
    }

    /// What is known of the call so far.
    private struct Progress {
        var call: Call?
        var conversation: ConversationID?
        /// To end a turn's work.
        var stops: [Int: AsyncStream<Void>.Continuation] = [:]
        /// What the caller heard of a turn that they cut short.
        var heard: [Int: String?] = [:]
        var answers: [Int: MessageID] = [:]
    }

    let business: BusinessID
    let accountSid: String?
    let languages: [String]
    let rules: RelayBufferRules
    let calls: any CallStore
    let conversations: any ConversationStore
    let desk: Desk
    let logger: Logger

    /// Talks until the caller hangs up or the session is ended.
    public func run(
        _ frames: some AsyncSequence<String, any Error> & Sendable, _ connection: Connection
    ) async throws {
        let (happenings, happen) = AsyncStream.makeStream(of: Happening.self, bufferingPolicy: .bufferingOldest(4_096))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for try await frame in frames { happen.yield(.machine(.frame(frame))) }
                happen.yield(.hungUp)
            }
            var machine = RelayMachine(languages: languages, rules: rules)
            var progress = Progress()
            loop: for await happening in happenings {
                switch happening {
                case .hungUp: break loop
                case .ended(let turn, let message):
                    progress.stops[turn] = nil
                    progress.answers[turn] = message
                    try await settle(turn, &progress)
                case .machine(let event):
                    for effect in machine.handle(event) {
                        guard try await perform(effect, &progress, connection, &group, happen) else { break loop }
                    }
                    if case .piece(let turn, _) = event {
                        let pause = rules.partialTimeout
                        group.addTask {
                            try await Task.sleep(for: .milliseconds(pause))
                            happen.yield(.machine(.paused(turn: turn)))
                        }
                    }
                }
            }
            happen.finish()
            group.cancelAll()
            // What was said when the call was handed over.
            for turn in progress.heard.keys.sorted() { try await settle(turn, &progress) }
        }
    }

    /// - Returns: whether the call goes on.
    private func perform(
        _ effect: RelayMachine.Effect, _ progress: inout Progress, _ connection: Connection,
        _ group: inout ThrowingTaskGroup<Void, any Error>, _ happen: AsyncStream<Happening>.Continuation
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
            progress.call = call
            progress.conversation = try await calls.conversation(of: call.id, in: business)
        case .ask(let turn, let text):
            guard let conversation = progress.conversation else { return false }
            let (stops, stop) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            progress.stops[turn] = stop
            group.addTask { await answer(text, turn, in: conversation, until: stops, happen) }
        case .stop(let turn): progress.stops[turn]?.yield()
        case .heard(let turn, let text):
            progress.heard[turn] = .some(text)
            if progress.stops[turn] == nil { try await settle(turn, &progress) }
        case .note(let digit):
            guard let conversation = progress.conversation else { return false }
            try await desk.note("Key \(digit)", in: conversation, of: business)
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

    /// Has the desk answer, piece by piece, until the answer is whole or not wanted any more.
    private func answer(
        _ text: String, _ turn: Int, in conversation: ConversationID, until stops: AsyncStream<Void>,
        _ happen: AsyncStream<Happening>.Continuation
    ) async {
        let stored = await withTaskGroup(of: MessageID?.self) { group in
            group.addTask {
                do {
                    let message = try await ask(text, turn, in: conversation, happen)
                    happen.yield(.machine(.finished(turn: turn)))
                    return message
                } catch is CancellationError {
                    return nil
                } catch {
                    logger.error("An answer on a call failed", metadata: ["error": "\(String(reflecting: error))"])
                    happen.yield(.machine(.failed(turn: turn)))
                    return nil
                }
            }
            group.addTask {
                for await _ in stops { break }
                return nil
            }
            var stored: MessageID?
            if let first = await group.next() { stored = first }
            group.cancelAll()
            // An answer may have been stored just as it was stopped.
            for await other in group where other != nil { stored = other }
            return stored
        }
        happen.yield(.ended(turn: turn, stored))
    }

    private func ask(
        _ text: String, _ turn: Int, in conversation: ConversationID, _ happen: AsyncStream<Happening>.Continuation
    ) async throws -> MessageID {
        let spoken = Mutex("")
        let message = try await desk.ask(text, in: conversation, of: business) { piece in
            spoken.withLock { $0 += piece }
            happen.yield(.machine(.piece(turn: turn, piece)))
        }
        // What was not said while it was written, and where it comes from.
        let said = spoken.withLock { $0 }
        let rest = message.text.hasPrefix(said) ? String(message.text.dropFirst(said.count)) : ""
        if !rest.isEmpty { happen.yield(.machine(.piece(turn: turn, rest))) }
        if let answer = message.answer, answer.answered, let first = answer.citations.first {
            let source = SourceWords.of(nil).spoken(first.title, first.page)
            happen.yield(.machine(.piece(turn: turn, " " + PlainText.forSpeech(source))))
        }
        return message.id
    }

    /// Keeps of an answer that was cut short what was heard.
    private func settle(_ turn: Int, _ progress: inout Progress) async throws {
        guard let heard = progress.heard[turn], let conversation = progress.conversation else { return }
        progress.heard[turn] = nil
        if let message = progress.answers[turn] {
            _ = try await calls.cut(message, to: heard, in: business)
        } else if let heard {
            _ = try await conversations.append(.assistant, heard, to: conversation, in: business)
        }
    }
}
