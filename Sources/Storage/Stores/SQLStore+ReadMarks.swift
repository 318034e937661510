public import DeskModel

extension SQLStore {
    public func markRead(
        _ message: MessageID, by reader: ConversationReader, in conversation: ConversationID, of business: BusinessID
    ) async throws -> Bool {
        try await database.write { transaction in
            let place: [String: SQLValue] = [
                "business": .integer(business.rawValue), "conversation": .text(conversation),
            ]
            let known = try transaction.row(
                """
                SELECT id FROM messages
                WHERE business_id = :business AND conversation_id = :conversation AND id = :message
                """, place.merging(["message": .text(message)]) { $1 })
            guard known != nil else { throw StoreError.notFound }
            guard let participant = try Self.participant(reader, in: conversation, of: business, transaction) else {
                return false
            }
            return try transaction.execute(
                """
                UPDATE participants SET last_read_message_id = :message, updated_at = :now
                WHERE id = :id AND business_id = :business AND coalesce(last_read_message_id, '') < :message
                """,
                [
                    "id": .text(participant), "business": .integer(business.rawValue), "message": .text(message),
                    "now": .integer(Timestamp.now().milliseconds),
                ]) > 0
        }
    }

    /// The reader's participant, made when there is none.
    ///
    /// - Returns: `nil` for a customer who has said nothing yet and so is nobody's contact.
    private static func participant(
        _ reader: ConversationReader, in conversation: ConversationID, of business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws -> ParticipantID? {
        var values: [String: SQLValue] = [
            "business": .integer(business.rawValue), "conversation": .text(conversation),
        ]
        let found: SQLRow?
        switch reader {
        case .customer:
            let contact = try transaction.row(
                "SELECT contact_id FROM conversations WHERE id = :conversation AND business_id = :business", values)
            guard let contact = try contact?.optionalText("contact_id") else { return nil }
            values["contact"] = .text(contact)
            found = try transaction.row(
                """
                SELECT id FROM participants
                WHERE business_id = :business AND conversation_id = :conversation AND contact_id = :contact
                """, values)
        case .agent(let agent):
            values["agent"] = .text(agent.id)
            found = try transaction.row(
                """
                SELECT id FROM participants WHERE business_id = :business AND conversation_id = :conversation
                    AND (user_id = :agent OR identity = :agent)
                """, values)
        }
        if let found { return try found.text("id") }
        let now = Timestamp.now()
        let id = UUIDv7.next(now: now)
        var isUser = false
        if case .agent(let agent) = reader { isUser = UUIDv7.isValid(agent.id) }
        try transaction.execute(
            """
            INSERT INTO participants (id, business_id, conversation_id, contact_id, user_id, identity, created_at,
                updated_at)
            VALUES (:id, :business, :conversation, :contact, :user, :identity, :now, :now)
            """,
            [
                "id": .text(id), "business": .integer(business.rawValue), "conversation": .text(conversation),
                "contact": values["contact"] ?? .null, "user": isUser ? values["agent"] ?? .null : .null,
                "identity": isUser ? .null : values["agent"] ?? .null, "now": .integer(now.milliseconds),
            ])
        return id
    }
}
