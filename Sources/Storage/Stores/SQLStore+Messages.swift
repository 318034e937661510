public import DeskModel

extension SQLStore {
    public func append(
        _ draft: MessageDraft, to conversation: ConversationID, in business: BusinessID
    ) async throws -> Message {
        try await database.write { transaction in
            try Self.append(draft, to: conversation, in: business, transaction)
        }
    }

    /// Stores a message inside a transaction that does more: the customer's first makes them a contact.
    ///
    /// - Throws: `StoreError.notFound` for an unknown conversation.
    static func append(
        _ draft: MessageDraft, to conversation: ConversationID, in business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws -> Message {
        let now = Timestamp.now()
        let message = Message(
            id: try nextID(in: conversation, of: business, now: now, transaction), conversation: conversation,
            business: business, sender: draft.sender, text: SQLValue.storable(draft.text), kind: draft.kind,
            isForm: draft.isForm, author: draft.author, replyTo: draft.replyTo, providerID: draft.providerID,
            attributes: draft.attributes, createdAt: now)
        try insert(message, isWaiting: draft.sender == .user, transaction)
        if draft.sender == .user { try ensureContact(of: conversation, in: business, now: now, transaction) }
        return message
    }

    public func record(_ answer: Answer, receipt: Receipt, to message: Message) async throws -> Message {
        guard receipt.business == message.business else { throw StoreError.notFound }
        return try await database.write { transaction in
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
            try Self.insert(
                reply, isWaiting: false,
                outcome: answer.answered ? "answered" : receipt.isSmallTalk ? "talk" : "declined", transaction)
            if let language = receipt.language, !receipt.isSmallTalk {
                try Self.countQuestion(in: language, of: message.business, transaction)
            }
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
            INSERT INTO messages (id, business_id, conversation_id, sender, text, kind, is_form, author, reply_to,
                answer, receipt_id, provider_id, delivery, attributes, waiting, outcome, created_at)
            VALUES (:id, :business, :conversation, :sender, :text, :kind, :isForm, :author, :replyTo, :answer, :receipt,
                :provider, :delivery, :attributes, :waiting, :outcome, :now)
            """,
            [
                "id": .text(message.id), "business": .integer(message.business.rawValue),
                "conversation": .text(message.conversation), "sender": .text(message.sender.rawValue),
                "text": .text(message.text), "kind": .text(message.kind.rawValue),
                "isForm": .integer(message.isForm ? 1 : 0), "author": .text(message.author),
                "replyTo": .text(message.replyTo), "provider": .text(message.providerID),
                "delivery": .text(message.delivery?.rawValue), "attributes": .text(message.attributes),
                "answer": try message.answer.map { try JSONColumn.encode($0) } ?? .null,
                "receipt": .text(message.receipt), "waiting": .integer(isWaiting ? 1 : 0),
                "outcome": .text(outcome), "now": .integer(message.createdAt.milliseconds),
            ])
        try transaction.execute(
            """
            UPDATE conversations SET message_count = message_count + 1, updated_at = max(updated_at, :now),
                status = CASE WHEN :fromCustomer = 1 OR status = 'initializing' THEN 'active' ELSE status END,
                closed_at = CASE WHEN :fromCustomer = 1 THEN NULL ELSE closed_at END
            WHERE id = :conversation AND business_id = :business
            """,
            [
                "conversation": .text(message.conversation), "business": .integer(message.business.rawValue),
                "now": .integer(message.createdAt.milliseconds),
                "fromCustomer": .integer(message.sender == .user ? 1 : 0),
            ])
    }

    static func message(_ row: SQLRow) throws -> Message {
        guard let sender = Message.Sender(rawValue: try row.text("sender")),
            let kind = Message.Kind(rawValue: try row.text("kind"))
        else { throw SQLError.malformedValue("sender or kind") }
        let delivery = try row.optionalText("delivery")
        return Message(
            id: try row.text("id"), conversation: try row.text("conversation_id"),
            business: BusinessID(try row.integer("business_id")), sender: sender, text: try row.text("text"),
            kind: kind,
            isForm: try row.integer("is_form") == 1, author: try row.optionalText("author"),
            replyTo: try row.optionalText("reply_to"),
            answer: try row.optionalText("answer").map { try JSONColumn.decode(Answer.self, from: $0) },
            receipt: try row.optionalText("receipt_id"), providerID: try row.optionalText("provider_id"),
            delivery: delivery.flatMap(Message.Delivery.init(rawValue:)), attributes: try row.text("attributes"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")))
    }
}
