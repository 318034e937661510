public import DeskModel

extension SQLStore: NoteStore {
    public func note(_ id: NoteID, in conversation: ConversationID, of business: BusinessID) async throws -> Note? {
        try await database.read { try Self.stored(note: id, in: conversation, of: business, $0) }
    }

    public func notes(
        in conversation: ConversationID, of business: BusinessID, after: NoteID?, limit: Int
    ) async throws -> [Note] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM notes
                WHERE business_id = :business AND conversation_id = :conversation AND id > :after
                ORDER BY id LIMIT :limit
                """,
                [
                    "business": .integer(business.rawValue), "conversation": .text(conversation),
                    "after": .text(after ?? ""), "limit": .limit(limit),
                ]
            ).map(Self.note)
        }
    }

    public func create(_ note: Note) async throws -> Note {
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO notes (id, business_id, conversation_id, author, text, created_at, updated_at)
                VALUES (:id, :business, :conversation, :author, :text, :now, :now) ON CONFLICT (id) DO NOTHING
                """,
                [
                    "id": .text(note.id), "business": .integer(note.business.rawValue),
                    "conversation": .text(note.conversation), "author": .text(note.author), "text": .text(note.text),
                    "now": .integer(note.createdAt.milliseconds),
                ])
            guard let made = try Self.stored(note: note.id, in: note.conversation, of: note.business, transaction)
            else { throw StoreError.notFound }
            return made
        }
    }

    public func editNote(
        _ id: NoteID, in conversation: ConversationID, of business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout Note) throws -> Void
    ) async throws -> Note {
        let now = Timestamp.now()
        return try await database.write { transaction in
            guard let old = try Self.stored(note: id, in: conversation, of: business, transaction) else {
                throw StoreError.notFound
            }
            if let version, version != old.version { throw StoreError.stale }
            var new = old
            try change(&new)
            guard new != old else { return old }
            try transaction.execute(
                """
                UPDATE notes SET text = :text, updated_at = max(updated_at, :now), version = version + 1
                WHERE id = :id AND business_id = :business AND conversation_id = :conversation
                """,
                [
                    "id": .text(id), "business": .integer(business.rawValue), "conversation": .text(conversation),
                    "text": .text(new.text), "now": .integer(now.milliseconds),
                ])
            return try Self.stored(note: id, in: conversation, of: business, transaction) ?? new
        }
    }

    public func deleteNote(
        _ id: NoteID, in conversation: ConversationID, of business: BusinessID, version: Int?
    ) async throws {
        try await database.write {
            try $0.delete(from: "notes", id, in: business, conversation: conversation, version: version)
        }
    }

    private static func stored(
        note id: NoteID, in conversation: ConversationID, of business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> Note? {
        try transaction.row(
            "SELECT * FROM notes WHERE business_id = :business AND conversation_id = :conversation AND id = :id",
            ["id": .text(id), "business": .integer(business.rawValue), "conversation": .text(conversation)]
        ).map(note)
    }

    static func note(_ row: SQLRow) throws -> Note {
        Note(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")),
            conversation: try row.text("conversation_id"), author: try row.text("author"), text: try row.text("text"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")), version: try row.int("version"))
    }
}
