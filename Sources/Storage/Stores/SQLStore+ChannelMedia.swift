public import DeskModel

extension SQLStore: ChannelMediaStore {
    public func pendingMedia(now: Timestamp, limit: Int) async throws -> [InboundMedia] {
        try await database.read { transaction in
            try transaction.rows(
                // By turns: of each provider a file of each business, then the next of each.
                """
                SELECT * FROM (
                    SELECT *, ROW_NUMBER() OVER (PARTITION BY provider ORDER BY place, due_at, id) AS turn FROM (
                        SELECT *, ROW_NUMBER() OVER (PARTITION BY business_id, provider ORDER BY due_at, id) AS place
                        FROM channel_media WHERE due_at <= :now))
                ORDER BY turn, due_at, id LIMIT :limit
                """,
                ["now": .integer(now.milliseconds), "limit": .limit(limit)]
            ).map { row in
                guard let provider = ChannelProvider(rawValue: try row.text("provider")) else {
                    throw SQLError.malformedValue("provider")
                }
                return InboundMedia(
                    id: try row.text("id"), business: BusinessID(try row.integer("business_id")),
                    conversation: try row.text("conversation_id"), message: try row.text("message_id"),
                    provider: provider, reference: try row.text("reference"),
                    contentType: try row.optionalText("content_type"), filename: try row.optionalText("filename"),
                    attempts: try row.int("attempts"))
            }
        }
    }

    public func keep(_ media: InboundMedia, content: [UInt8], contentType: String) async throws {
        try await database.write { transaction in
            // Deleted meanwhile, or kept before: then there is nothing to do.
            let waited = try transaction.execute(
                "DELETE FROM channel_media WHERE business_id = :business AND id = :id",
                ["business": .integer(media.business.rawValue), "id": .text(media.id)])
            guard waited > 0 else { return }
            try transaction.execute(
                """
                INSERT INTO message_media (id, business_id, conversation_id, message_id, content_type, filename,
                    byte_count, content, created_at)
                VALUES (:id, :business, :conversation, :message, :type, :filename, :bytes, :content, :now)
                """,
                [
                    "id": .text(media.id), "business": .integer(media.business.rawValue),
                    "conversation": .text(media.conversation), "message": .text(media.message),
                    "type": .text(SQLValue.storable(contentType)),
                    "filename": .text(media.filename.map(SQLValue.storable)), "bytes": .integer(content.count),
                    "content": .blob(content), "now": .integer(Timestamp.now().milliseconds),
                ])
        }
    }

    public func postpone(_ media: InboundMedia, because reason: String, until again: Timestamp?) async throws {
        try await database.write { transaction in
            try transaction.execute(
                """
                UPDATE channel_media SET attempts = attempts + 1, due_at = :due, error = :error
                WHERE business_id = :business AND id = :id
                """,
                [
                    "due": .moment(again), "error": .text(SQLValue.storable(String(reason.prefix(500)))),
                    "business": .integer(media.business.rawValue), "id": .text(media.id),
                ])
        }
    }

    public func write(_ words: String, readIn media: InboundMedia) async throws {
        let words = SQLValue.storable(words)
        try await database.write { transaction in
            let changed = try transaction.execute(
                """
                UPDATE messages SET text = :text
                WHERE business_id = :business AND conversation_id = :conversation AND id = :message AND text = ''
                """,
                [
                    "text": .text(words), "business": .integer(media.business.rawValue),
                    "conversation": .text(media.conversation), "message": .text(media.message),
                ])
            guard changed > 0 else { return }
            try Self.replaceTerms(of: media.message, words, in: media.conversation, of: media.business, transaction)
        }
    }

    /// Notes the files of a message in the transaction that stores it.
    static func note(
        _ media: [InboundMessage.Media], of message: Message, from provider: ChannelProvider,
        _ transaction: any SQLTransaction
    ) throws {
        for file in media where file.reference.utf8.count <= 2_000 {
            try transaction.execute(
                """
                INSERT INTO channel_media (id, business_id, conversation_id, message_id, provider, reference,
                    content_type, filename, due_at)
                VALUES (:id, :business, :conversation, :message, :provider, :reference, :type, :filename, :now)
                """,
                [
                    "id": .text(UUIDv7.next(now: message.createdAt)), "business": .integer(message.business.rawValue),
                    "conversation": .text(message.conversation), "message": .text(message.id),
                    "provider": .text(provider.rawValue), "reference": .text(SQLValue.storable(file.reference)),
                    "type": .text(file.contentType.map { SQLValue.storable(String($0.prefix(200))) }),
                    "filename": .text(file.filename.map { SQLValue.storable(String($0.prefix(255))) }),
                    "now": .integer(message.createdAt.milliseconds),
                ])
        }
    }
}
