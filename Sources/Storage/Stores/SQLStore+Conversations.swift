public import DeskModel

extension SQLStore: ConversationStore {
    public func openConversation(
        in business: BusinessID, channel: Conversation.Channel
    ) async throws -> Conversation {
        let now = Timestamp.now()
        let conversation = Conversation(
            id: UUIDv7.next(now: now), business: business, channel: channel, createdAt: now)
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO conversations (id, business_id, channel, created_at)
                VALUES (:id, :business, :channel, :now)
                """,
                [
                    "id": .text(conversation.id), "business": .integer(business.rawValue),
                    "channel": .text(channel.rawValue), "now": .integer(now.milliseconds),
                ])
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
                ["business": .integer(business.rawValue), "after": .text(after ?? "g"), "limit": .integer(limit)]
            ).map(Self.conversation)
        }
    }

    public func deleteConversation(_ id: ConversationID, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            let parameters: [String: SQLValue] = ["id": .text(id), "business": .integer(business.rawValue)]
            try transaction.execute(
                """
                DELETE FROM receipts WHERE business_id = :business AND id IN (
                    SELECT receipt_id FROM messages WHERE conversation_id = :id AND business_id = :business)
                """, parameters)
            return try transaction.execute(
                "DELETE FROM conversations WHERE id = :id AND business_id = :business", parameters) > 0
        }
    }

    // MARK: Messages

    public func append(
        _ sender: Message.Sender, _ text: String, to conversation: ConversationID, in business: BusinessID
    ) async throws -> Message {
        try await database.write { transaction in
            let now = Timestamp.now()
            let message = Message(
                id: UUIDv7.next(now: now), conversation: conversation, business: business, sender: sender, text: text,
                createdAt: now)
            try Self.insert(message, waiting: sender == .user, transaction)
            return message
        }
    }

    public func record(_ answer: Answer, receipt: Receipt, to message: Message) async throws -> Message {
        try await database.write { transaction in
            let earlier = try transaction.row(
                "SELECT * FROM messages WHERE reply_to = :id AND business_id = :business",
                ["id": .text(message.id), "business": .integer(message.business.rawValue)])
            if let earlier { return try Self.message(earlier) }
            let now = Timestamp.now()
            let reply = Message(
                id: UUIDv7.next(now: now), conversation: message.conversation, business: message.business,
                sender: .assistant, text: answer.text, replyTo: message.id, answer: answer, receipt: receipt.id,
                createdAt: now)
            try transaction.execute(
                """
                INSERT INTO receipts (id, business_id, content, created_at) VALUES (:id, :business, :content, :now)
                """,
                [
                    "id": .text(receipt.id), "business": .integer(message.business.rawValue),
                    "content": try JSONColumn.encode(receipt), "now": .integer(now.milliseconds),
                ])
            try Self.insert(reply, waiting: false, transaction)
            try transaction.execute(
                "UPDATE messages SET waiting = 0 WHERE id = :id AND business_id = :business",
                ["id": .text(message.id), "business": .integer(message.business.rawValue)])
            return reply
        }
    }

    public func messages(
        in conversation: ConversationID, of business: BusinessID, after: MessageID?, limit: Int
    ) async throws -> [Message] {
        let parameters: [String: SQLValue] = [
            "conversation": .text(conversation), "business": .integer(business.rawValue), "limit": .integer(limit),
        ]
        return try await database.read { transaction in
            guard let after else {
                return try transaction.rows(
                    """
                    SELECT * FROM messages WHERE business_id = :business AND conversation_id = :conversation
                    ORDER BY id DESC LIMIT :limit
                    """, parameters
                ).reversed().map(Self.message)
            }
            return try transaction.rows(
                """
                SELECT * FROM messages
                WHERE business_id = :business AND conversation_id = :conversation AND id > :after
                ORDER BY id LIMIT :limit
                """, parameters.merging(["after": .text(after)]) { $1 }
            ).map(Self.message)
        }
    }

    public func waitingMessages(limit: Int) async throws -> [Message] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT * FROM messages WHERE waiting = 1 ORDER BY id LIMIT :limit", ["limit": .integer(limit)]
            ).map(Self.message)
        }
    }

    public func message(_ id: MessageID, in business: BusinessID) async throws -> Message? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM messages WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map(Self.message)
        }
    }

    public func receipt(_ id: ReceiptID, in business: BusinessID) async throws -> Receipt? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT content FROM receipts WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map { try JSONColumn.decode(Receipt.self, from: try $0.text("content")) }
        }
    }

    // MARK: Rows

    private static func insert(_ message: Message, waiting: Bool, _ transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO messages (id, business_id, conversation_id, sender, text, reply_to, answer, receipt_id, waiting,
                created_at)
            VALUES (:id, :business, :conversation, :sender, :text, :replyTo, :answer, :receipt, :waiting, :now)
            """,
            [
                "id": .text(message.id), "business": .integer(message.business.rawValue),
                "conversation": .text(message.conversation), "sender": .text(message.sender.rawValue),
                "text": .text(message.text), "replyTo": .text(message.replyTo),
                "answer": try message.answer.map { try JSONColumn.encode($0) } ?? .null,
                "receipt": .text(message.receipt), "waiting": .integer(waiting ? 1 : 0),
                "now": .integer(message.createdAt.milliseconds),
            ])
    }

    private static func message(_ row: SQLRow) throws -> Message {
        guard let sender = Message.Sender(rawValue: try row.text("sender")) else {
            throw SQLError.malformedValue("sender")
        }
        return Message(
            id: try row.text("id"), conversation: try row.text("conversation_id"),
            business: BusinessID(try row.integer("business_id")), sender: sender, text: try row.text("text"),
            replyTo: try row.optionalText("reply_to"),
            answer: try row.optionalText("answer").map { try JSONColumn.decode(Answer.self, from: $0) },
            receipt: try row.optionalText("receipt_id"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")))
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
