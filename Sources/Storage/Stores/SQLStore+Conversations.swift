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
                INSERT INTO conversations (id, business_id, channel, created_at, updated_at)
                VALUES (:id, :business, :channel, :now, :now)
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
            let deleted = try transaction.execute(
                "DELETE FROM conversations WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)])
            if deleted > 0 { try Self.note(.conversationDeleted, in: business, conversation: id, transaction) }
            return deleted > 0
        }
    }

    static func conversation(_ row: SQLRow) throws -> Conversation {
        guard let channel = Conversation.Channel(rawValue: try row.text("channel")),
            let status = ConversationStatus(rawValue: try row.text("status")),
            let priority = Conversation.Priority(rawValue: try row.text("priority"))
        else { throw SQLError.malformedValue("channel, status or priority") }
        return Conversation(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), channel: channel,
            service: try row.optionalText("service_id"), contact: try row.optionalText("contact_id"), status: status,
            name: try row.optionalText("name"), uniqueName: try row.optionalText("unique_name"),
            language: try row.optionalText("language"), attributes: try row.text("attributes"), priority: priority,
            assignee: try row.optionalText("assignee_id"),
            tags: try JSONColumn.decode([String].self, from: try row.text("tags")),
            satisfaction: try row.optionalInteger("satisfaction").map(Int.init),
            messageCount: try row.int("message_count"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")),
            closedAt: try row.optionalInteger("closed_at").map(Timestamp.init(milliseconds:)),
            version: try row.int("version"))
    }
}
