public import DeskModel

extension SQLStore: MessageArchive {
    public func messages(
        in conversation: ConversationID, of business: BusinessID, descending: Bool, after: MessageID?, limit: Int
    ) async throws -> [Message] {
        let (comparison, order) = descending ? ("<", "DESC") : (">", "ASC")
        return try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM messages
                WHERE business_id = :business AND conversation_id = :conversation AND id \(comparison) :after
                ORDER BY id \(order) LIMIT :limit
                """,
                [
                    "business": .integer(business.rawValue), "conversation": .text(conversation),
                    "after": descending ? .before(after) : .text(after ?? ""), "limit": .limit(limit),
                ]
            ).map(Self.message)
        }
    }

    public func message(
        _ id: MessageID, in conversation: ConversationID, of business: BusinessID
    ) async throws -> Message? {
        try await database.read { transaction in
            try transaction.row(Self.oneMessage, Self.key(id, conversation, business)).map(Self.message)
        }
    }

    public func deleteMessage(
        _ id: MessageID, in conversation: ConversationID, of business: BusinessID
    ) async throws {
        let key = Self.key(id, conversation, business)
        try await database.write { transaction in
            guard let row = try transaction.row(Self.oneMessage, key) else { throw StoreError.notFound }
            try transaction.execute(
                """
                UPDATE messages SET reply_to = NULL
                WHERE business_id = :business AND conversation_id = :conversation AND reply_to = :id
                """, key)
            try transaction.execute(
                """
                DELETE FROM messages WHERE business_id = :business AND conversation_id = :conversation AND id = :id
                """, key)
            // A receipt quotes the question and what was found for it.
            if let receipt = try row.optionalText("receipt_id") {
                try transaction.execute(
                    """
                    DELETE FROM receipts
                    WHERE business_id = :business AND conversation_id = :conversation AND id = :id
                    """, Self.key(receipt, conversation, business))
            }
            try transaction.execute(
                """
                UPDATE conversations SET message_count = message_count - 1, updated_at = max(updated_at, :now)
                WHERE id = :id AND business_id = :business
                """,
                [
                    "id": .text(conversation), "business": .integer(business.rawValue),
                    "now": .integer(Timestamp.now().milliseconds),
                ])
            try Self.note(.messageDeleted, in: business, conversation: conversation, subject: id, transaction)
        }
    }

    // MARK: Files

    public func media(of messages: [MessageID], in business: BusinessID) async throws -> [MessageMedia] {
        guard !messages.isEmpty else { return [] }
        return try await database.read { transaction in
            try messages.flatMap { message in
                try transaction.rows(
                    """
                    SELECT a.id, a.business_id, a.conversation_id, a.message_id, a.content_type, a.filename,
                        a.byte_count, a.created_at
                    FROM messages m JOIN message_media a ON a.business_id = m.business_id
                        AND a.conversation_id = m.conversation_id AND a.message_id = m.id
                    WHERE m.id = :id AND m.business_id = :business ORDER BY a.id
                    """, ["id": .text(message), "business": .integer(business.rawValue)]
                ).map(Self.media)
            }
        }
    }

    public func mediaContent(
        _ id: MediaID, of message: MessageID, in conversation: ConversationID, of business: BusinessID
    ) async throws -> (media: MessageMedia, content: [UInt8])? {
        try await database.read { transaction in
            let row = try transaction.row(
                """
                SELECT * FROM message_media WHERE id = :media AND business_id = :business
                    AND conversation_id = :conversation AND message_id = :id
                """, Self.key(message, conversation, business).merging(["media": .text(id)]) { $1 })
            guard let row, let content = try row.optionalBlob("content") else { return nil }
            return (try Self.media(row), content)
        }
    }

    static func insert(
        _ drafts: [MediaDraft], of message: Message, _ transaction: any SQLTransaction
    ) throws {
        for draft in drafts {
            try transaction.execute(
                """
                INSERT INTO message_media (id, business_id, conversation_id, message_id, content_type, filename,
                    byte_count, content, created_at)
                VALUES (:media, :business, :conversation, :id, :type, :filename, :bytes, :content, :now)
                """,
                key(message.id, message.conversation, message.business).merging([
                    "media": .text(UUIDv7.next(now: message.createdAt)), "type": .text(draft.contentType),
                    "filename": .text(draft.filename), "bytes": .integer(draft.content.count),
                    "content": .blob(draft.content), "now": .integer(message.createdAt.milliseconds),
                ]) { $1 })
        }
    }

    // MARK: Rows

    private static let oneMessage = """
        SELECT * FROM messages WHERE business_id = :business AND conversation_id = :conversation AND id = :id
        """

    private static func key(
        _ id: MessageID, _ conversation: ConversationID, _ business: BusinessID
    ) -> [String: SQLValue] {
        ["id": .text(id), "conversation": .text(conversation), "business": .integer(business.rawValue)]
    }

    private static func media(_ row: SQLRow) throws -> MessageMedia {
        MessageMedia(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")),
            conversation: try row.text("conversation_id"), message: try row.text("message_id"),
            contentType: try row.text("content_type"), filename: try row.optionalText("filename"),
            byteCount: try row.int("byte_count"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")))
    }
}
