public import Answering
public import DeskModel

/// Gives customers' messages to the form that they are filling in, and starts forms.
public struct FormTurnHandler: TurnHandler {
    private let store: any FormStore
    private let answerer: Answerer
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: the time, which forms go out of and dates are counted from.
    public init(
        store: any FormStore, answerer: Answerer, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.store = store
        self.answerer = answerer
        self.now = now
    }

    public func take(_ turn: Turn) async throws -> Bool {
        let message = turn.message
        // Looked at first without writing: most messages are no matter of a form.
        guard let scene = try await store.scene(of: message.conversation, in: message.business),
            !scene.forms.isEmpty || scene.open != nil
        else { return false }
        switch machine(scene).decide(message.text, message: message.id) {
        case .leave: return false
        case .move: return try await move(turn, isAnswerable: nil)
        case .answer: return try await answer(turn, isCertain: true)
        case .consult: return try await answer(turn, isCertain: false)
        }
    }

    /// Decides again inside the transaction that stores what follows: the form may have changed meanwhile.
    private func move(_ turn: Turn, isAnswerable: Bool?) async throws -> Bool {
        let message = turn.message
        var isTaken = false
        try await turn.publish {
            let stored = try await store.takeTurn(message) { [now] scene in
                let machine = FormMachine(scene, now: now(), newID: UUIDv7.next())
                let decision = machine.decide(message.text, message: message.id, isAnswerable: isAnswerable)
                guard case .move(let move) = decision else { return nil }
                return move
            }
            isTaken = stored != nil
            return stored.map { $0.isNew ? $0.messages : [] } ?? []
        }
        return isTaken
    }

    /// Answers a question on the way, and lets the form go on behind the answer.
    ///
    /// - Parameter isCertain: false when the message counts as a question only if the documents answer it.
    private func answer(_ turn: Turn, isCertain: Bool) async throws -> Bool {
        var last: (Answer, Receipt)?
        for try await event in answerer.events(for: try await turn.answerRequest()) {
            switch event {
            // What may yet turn out to be no answer is not shown.
            case .delta(let piece): if isCertain { try turn.show(piece) }
            case .final(let answer, let receipt): last = (answer, receipt)
            }
        }
        guard let (answer, receipt) = last else { throw CancellationError() }
        if !isCertain, !answer.answered { return try await move(turn, isAnswerable: false) }
        try await turn.publish {
            let message = turn.message
            let stored = try await store.record(answer, receipt: receipt, to: message) { [now] scene in
                FormMachine(scene, now: now(), newID: UUIDv7.next()).resume(after: message.id)
            }
            return stored.isNew ? stored.messages : []
        }
        return true
    }

    private func machine(_ scene: FormScene) -> FormMachine { FormMachine(scene, now: now(), newID: UUIDv7.next()) }
}
