public import DeskModel

extension SQLStore {
    public func append(
        _ sender: Message.Sender, _ text: String, to conversation: ConversationID, in business: BusinessID
    ) async throws -> Message {
        try await writeSending { transaction in
            let now = Timestamp.now()
            let message = Message(
                id: try Self.nextID(in: conversation, of: business, now: now, transaction), conversation: conversation,
                business: business, sender: sender, text: SQLValue.storable(text), createdAt: now)
            try Self.insert(message, isWaiting: sender == .user, transaction)
            try transaction.emit(.messageCreated(message), now: now)
            return message
        }
    }

    public func record(_ answer: Answer, receipt: Receipt, to message: Message) async throws -> Message {
        guard receipt.business == message.business else { throw StoreError.notFound }
        return try await writeSending { transaction in
            let replied: [String: SQLValue] = [
                "id": .text(message.id), "business": .integer(message.business.rawValue),
                "conversation": .text(message.conversation),
            ]
            let earlier = try transaction.row(
                """
                SELECT * FROM messages
                WHERE business_id = :business AND conversation_id = :conversation AND reply_to = :id
                """, replied)
            if let earlier { return try Self.message(earlier) }
            let now = Timestamp.now()
            let reply = Message(
                id: try Self.nextID(in: message.conversation, of: message.business, now: now, transaction),
                conversation: message.conversation, business: message.business, sender: .assistant,
                text: SQLValue.storable(answer.text), replyTo: message.id, answer: answer, receipt: receipt.id,
                createdAt: now)
            try transaction.execute(
                """
                INSERT INTO receipts (id, business_id, conversation_id, content, created_at)
                VALUES (:id, :business, :conversation, :content, :now)
                """,
                [
                    "id": .text(receipt.id), "business": .integer(message.business.rawValue),
                    "conversation": .text(message.conversation), "content": try JSONColumn.encode(receipt),
                    "now": .integer(receipt.createdAt.milliseconds),
                ])
            let outcome = answer.answered ? "answered" : receipt.isSmallTalk ? "talk" : "declined"
            try Self.insert(reply, isWaiting: false, outcome: outcome, transaction)
            try transaction.emit(.messageCreated(reply), now: now)
            if outcome == "declined" { try transaction.emit(.answerDeclined(reply, to: message), now: now) }
            try transaction.execute(
                """
                UPDATE messages SET waiting = 0
                WHERE business_id = :business AND conversation_id = :conversation AND id = :id
                """, replied)
            return reply
        }
    }

    public func messages(
        in conversation: ConversationID, of business: BusinessID, after: MessageID?, limit: Int
    ) async throws -> [Message] {
        let parameters: [String: SQLValue] = [
            "conversation": .text(conversation), "business": .integer(business.rawValue), "limit": .limit(limit),
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
                "SELECT * FROM messages WHERE waiting = 1 ORDER BY id LIMIT :limit", ["limit": .limit(limit)]
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

    public func message(ofReceipt id: ReceiptID, in business: BusinessID) async throws -> Message? {
        try await database.read { transaction in
            try transaction.row(
                """
                SELECT m.* FROM receipts r
                JOIN messages m ON m.business_id = r.business_id AND m.conversation_id = r.conversation_id
                    AND m.receipt_id = r.id
                WHERE r.id = :id AND r.business_id = :business
                """, ["id": .text(id), "business": .integer(business.rawValue)]
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

    /// A message's id sorts after those before it, also when the clock was set back since: a conversation is read in
    /// order of its ids.
    private static func nextID(
        in conversation: ConversationID, of business: BusinessID, now: Timestamp, _ transaction: any SQLTransaction
    ) throws -> MessageID {
        let id = UUIDv7.next(now: now)
        let last = try transaction.row(
            """
            SELECT id FROM messages WHERE business_id = :business AND conversation_id = :conversation
            ORDER BY id DESC LIMIT 1
            """, ["business": .integer(business.rawValue), "conversation": .text(conversation)])
        guard let last = try last?.text("id"), last >= id else { return id }
        // The first 48 bits are the milliseconds (RFC 9562 section 5.7).
        guard let milliseconds = Int64(last.replacing("-", with: "").prefix(12), radix: 16) else {
            throw SQLError.malformedValue("id")
        }
        return UUIDv7.next(now: Timestamp(milliseconds: milliseconds + 1))
    }

    /// - Parameter outcome: what came of the question that the message answers.
    private static func insert(
        _ message: Message, isWaiting: Bool, outcome: String? = nil, _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO messages (id, business_id, conversation_id, sender, text, reply_to, answer, receipt_id, waiting,
                outcome, created_at)
            VALUES (:id, :business, :conversation, :sender, :text, :replyTo, :answer, :receipt, :waiting, :outcome,
                :now)
            """,
            [
                "id": .text(message.id), "business": .integer(message.business.rawValue),
                "conversation": .text(message.conversation), "sender": .text(message.sender.rawValue),
                "text": .text(message.text), "replyTo": .text(message.replyTo),
                "answer": try message.answer.map { try JSONColumn.encode($0) } ?? .null,
                "receipt": .text(message.receipt), "waiting": .integer(isWaiting ? 1 : 0),
                "outcome": .text(outcome), "now": .integer(message.createdAt.milliseconds),
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
}
