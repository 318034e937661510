public import DeskModel

/// How a call is held: whoever calls hears the reply as it is made, and may cut it short.
extension Desk {
    /// Stores and publishes what a caller said. `respond` has it replied to.
    ///
    /// - Parameter event: the same for every repeat of what the provider told; `nil` where it cannot be known. What is
    ///   repeated is not stored again.
    /// - Throws: `DeskError`, before anything was stored; `StoreError`.
    public func hear(
        _ text: String, event: String? = nil, in conversation: ConversationID, of business: BusinessID
    ) async throws -> Message {
        let draft = MessageDraft(.user, try validated(text), providerID: event)
        try await requireRoom(in: conversation, of: business)
        return try await append(draft, in: conversation, of: business)
    }

    /// Has a message replied to as on any other channel, by hand-off, form or answerer, once, however often it is asked
    /// for. Cancelling the task stops the work; the message then keeps waiting until `settle`.
    ///
    /// - Parameter delta: gets the pieces of an answer as they are written.
    /// - Returns: what was said because of it, stored, in order; nothing while a person has the word.
    /// - Throws: `ModelError`, `StoreError`, `CancellationError`.
    public func respond(
        to message: Message, delta: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> [Message] {
        let watched = events.events(of: message.conversation)
        let signals = try await turn(of: message)
        defer { _ = gate.close(message.conversation) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await self.deal(with: message)
                } catch StoreError.withdrawn {
                    // A person has taken over.
                }
                return true
            }
            group.addTask {
                for await signal in signals where signal == .stop { return true }
                return false
            }
            group.addTask {
                for await event in watched {
                    guard case .delta(let replyTo, let piece) = event, replyTo == message.id else { continue }
                    delta(piece)
                }
                return false
            }
            while let isOver = try await group.next(), !isOver {}
            group.cancelAll()
        }
        return try await replies(to: message)
    }

    /// Opens the message's turn, after the one that is under way about it.
    private func turn(of message: Message) async throws -> AsyncStream<TurnGate.Signal> {
        while true {
            if let signals = gate.openUnlessOpen(message) { return signals }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// What the desk said because of a message, in order: its reply, and what came with it before the customer's next.
    public func replies(to message: Message) async throws -> [Message] {
        let later = try await conversations.messages(
            in: message.conversation, of: message.business, after: message.id, limit: 50)
        let next = later.firstIndex { $0.sender == .user } ?? later.endIndex
        return later.enumerated().filter { index, said in
            guard said.sender == .assistant || said.sender == .system else { return false }
            return said.replyTo == message.id || index < next && said.replyTo == nil
        }.map(\.element)
    }

    /// Ends the waiting of a message whose reply was cut short before it was stored.
    ///
    /// - Parameter heard: what the caller heard of the reply; `nil` for nothing.
    /// - Returns: what was stored.
    /// - Throws: `StoreError`.
    @discardableResult
    public func settle(_ message: Message, heard: String?) async throws -> [Message] {
        var drafts: [MessageDraft] = []
        if let heard { drafts = [MessageDraft(.assistant, heard, attributes: #"{"heard":"partly"}"#)] }
        var stored: [Message] = []
        try await publish(in: message.conversation) {
            do {
                stored = try await conversations.reply(drafts, to: message)
            } catch StoreError.withdrawn {
                stored = []
            }
            return stored
        }
        return stored
    }
}
