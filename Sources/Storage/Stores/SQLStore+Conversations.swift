public import DeskModel

extension SQLStore: ConversationStore {
    public func openConversation(
        in business: BusinessID, channel: Conversation.Channel
    ) async throws -> Conversation {
        let now = Timestamp.now()
        let conversation = Conversation(
            id: UUIDv7.next(now: now), business: business, channel: channel, createdAt: now)
        try await writeSending { transaction in
            try transaction.execute(
                """
                INSERT INTO conversations (id, business_id, channel, created_at)
                VALUES (:id, :business, :channel, :now)
                """,
                [
                    "id": .text(conversation.id), "business": .integer(business.rawValue),
                    "channel": .text(channel.rawValue), "now": .integer(now.milliseconds),
                ])
            try transaction.emit(.conversationCreated(conversation), now: now)
        }
        return conversation
    }

    public func conversation(_ id: ConversationID, in business: BusinessID) async throws -> Conversation? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM conversations WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map(Self.conversation)
        }
    }

    public func conversations(
        in business: BusinessID, after: ConversationID?, limit: Int
    ) async throws -> [Conversation] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM conversations WHERE business_id = :business AND id < :after ORDER BY id DESC LIMIT :limit
                """,
                ["business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit)]
            ).map(Self.conversation)
        }
    }

    public func deleteConversation(_ id: ConversationID, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM conversations WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]) > 0
        }
    }

    private static func conversation(_ row: SQLRow) throws -> Conversation {
        guard let channel = Conversation.Channel(rawValue: try row.text("channel")) else {
            throw SQLError.malformedValue("channel")
        }
        return Conversation(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), channel: channel,
            createdAt: Timestamp(milliseconds: try row.integer("created_at")))
    }
}
