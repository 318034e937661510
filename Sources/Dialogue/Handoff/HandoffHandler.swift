import DeskModel

/// Brings a person in when the customer asks for one or one of the business's rules says so.
struct HandoffHandler: TurnHandler {
    /// Messages looked back on for repeats and declines.
    private static let lookback = 60

    let coordinator: HandoffCoordinator
    /// `nil` where there are no forms.
    let forms: (any FormStore)?

    func take(_ turn: Turn) async throws -> Bool {
        let settings = turn.business.settings.handoff ?? HandoffSettings()
        guard settings.isEnabled else { return false }
        if let language = PersonRequest.language(of: turn.message.text) {
            return try await request(.customer, language: language, for: turn)
        }
        if let reason = try await rule(metBy: turn.message, settings), try await !isFillingIn(turn.message) {
            return try await request(reason, for: turn)
        }
        if settings.everyoneWhenOpen == true, settings.hours?.isOpen(at: .now()) ?? true {
            // Said beside the answer, which the assistant gives all the same.
            try await coordinator.apply(
                .requested(.hours, language: nil), in: turn.message.conversation, of: turn.business.id)
        }
        return false
    }

    func answered(_ turn: Turn, with answer: Message) async throws {
        let settings = turn.business.settings
        if settings.handoff?.isEnabled ?? true, let reason = try await reason(after: answer, settings) {
            try await coordinator.apply(
                .requested(reason, language: nil), in: answer.conversation, of: answer.business)
        }
        if let most = settings.maxConversationLength,
            let conversation = try await coordinator.conversations.conversation(
                answer.conversation, in: answer.business),
            conversation.messageCount >= most
        {
            try await coordinator.apply(.filled, in: answer.conversation, of: answer.business)
        }
    }

    /// - Returns: whether the request was the reply to the message.
    private func request(_ reason: Handoff.Reason, language: String? = nil, for turn: Turn) async throws -> Bool {
        let outcome = try await coordinator.apply(
            .requested(reason, language: language), in: turn.message.conversation, of: turn.business.id,
            answering: turn.message)
        return !outcome.said.isEmpty
    }

    private func reason(after answer: Message, _ settings: BusinessSettings) async throws -> Handoff.Reason? {
        guard let given = answer.answer, answer.outcome != .talk else { return nil }
        if let threshold = settings.autoHandoffThreshold, given.confidence < threshold { return .lowConfidence }
        guard let declines = settings.handoff?.declines, answer.outcome == .declined else { return nil }
        let outcomes = try await coordinator.store.outcomes(
            in: answer.conversation, of: answer.business, limit: Self.lookback)
        let inARow = outcomes.lazy.filter { $0 != .talk }.prefix { $0 == .declined }.count
        return inARow >= declines ? .declines : nil
    }

    private func rule(metBy message: Message, _ settings: HandoffSettings) async throws -> Handoff.Reason? {
        if let keywords = settings.keywords, Self.holds(message.text, keywords) { return .keyword }
        if let repeats = settings.repeats, try await isRepeated(message, repeats) { return .repeats }
        return nil
    }

    /// Whether a form waits for the message: "yes" to its second question repeats nothing, and what is to be done may
    /// well hold a keyword.
    private func isFillingIn(_ message: Message) async throws -> Bool {
        guard let scene = try await forms?.scene(of: message.conversation, in: message.business) else { return false }
        return FormMachine(scene, now: .now(), newID: UUIDv7.next()).isInProgress
    }

    private func isRepeated(_ message: Message, _ times: Int) async throws -> Bool {
        let asked = Self.words(message.text)
        guard !asked.isEmpty else { return false }
        let recent = try await coordinator.conversations.messages(
            in: message.conversation, of: message.business, after: nil, limit: Self.lookback)
        return recent.count {
            $0.sender == .user && !$0.isForm && $0.id <= message.id && Self.words($0.text) == asked
        } >= times
    }

    /// Whether the text has one of the phrases, as whole words in a row.
    static func holds(_ text: String, _ phrases: [String]) -> Bool {
        let words = words(text)
        return phrases.contains { phrase in
            let wanted = Self.words(phrase)
            return !wanted.isEmpty && words.count >= wanted.count
                && (0...words.count - wanted.count).contains { words[$0..<$0 + wanted.count].elementsEqual(wanted) }
        }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
