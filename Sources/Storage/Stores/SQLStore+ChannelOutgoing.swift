import DeskModel

extension SQLStore {
    /// Puts what the business says to a customer on a channel into the outbox, in the transaction that stores it: whoever
    /// wrote it, and however.
    static func sendByChannel(_ message: Message, _ transaction: any SQLTransaction) throws {
        guard message.sender != .user else { return }
        let key: [String: SQLValue] = [
            "business": .integer(message.business.rawValue), "conversation": .text(message.conversation),
        ]
        let thread = try transaction.row(
            """
            SELECT provider FROM channel_threads WHERE business_id = :business AND conversation_id = :conversation
            """, key)
        guard let thread else { return }
        guard let provider = ChannelProvider(rawValue: try thread.text("provider")) else {
            throw SQLError.malformedValue("provider")
        }
        try transaction.execute(
            """
            INSERT INTO channel_deliveries (business_id, conversation_id, message_id, part, text, state, updated_at)
            VALUES (:business, :conversation, :message, 0, '', 'unplanned', :now)
            """,
            key.merging([
                "message": .text(message.id), "now": .integer(message.createdAt.milliseconds),
            ]) { $1 })
        try transaction.execute(
            "UPDATE messages SET delivery = 'queued' WHERE business_id = :business AND id = :message",
            ["business": .integer(message.business.rawValue), "message": .text(message.id)])
        guard case .text(let payload) = try JSONColumn.encode(OutboxMessage(message: message.id)) else { return }
        _ = try transaction.enqueue(
            [
                OutboxDraft(
                    business: message.business, kind: OutboxEntry.Kind(provider), lane: message.conversation,
                    payload: payload, key: "message:\(message.id)")
            ], now: message.createdAt)
    }
}
