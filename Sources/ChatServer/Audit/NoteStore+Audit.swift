import DeskModel

/// Changes of notes with their rows in the audit log; for the API and the pages alike.
extension NoteStore {
    /// - Parameter action: what the log calls it; a note that was taken away may come back.
    /// - Throws: what `create` throws.
    func create(
        _ note: Note, as action: String = "note.create", loggedBy context: DeskRequestContext
    ) async throws -> Note {
        let describe: @Sendable (Note) -> AuditNote = { made in
            AuditNote("note/\(made.id)", after: NoteController.NoteResponse(made))
        }
        return try await context.audited(action, in: [note.business], describe) { try await create(note) }
    }

    /// - Throws: what `editNote` throws.
    func edit(
        _ stored: Note, version: Int?, loggedBy context: DeskRequestContext,
        _ change: @escaping @Sendable (inout Note) throws -> Void
    ) async throws -> Note {
        let describe: @Sendable (Note) -> AuditNote = { saved in
            AuditNote(
                "note/\(saved.id)", before: NoteController.NoteResponse(stored),
                after: NoteController.NoteResponse(saved))
        }
        return try await context.audited("note.update", in: [stored.business], describe) {
            try await editNote(stored.id, in: stored.conversation, of: stored.business, version: version, change)
        }
    }

    /// - Throws: what `deleteNote` throws.
    func delete(_ stored: Note, version: Int?, loggedBy context: DeskRequestContext) async throws {
        let note = AuditNote("note/\(stored.id)", before: NoteController.NoteResponse(stored))
        try await context.audited("note.delete", in: stored.business, note) {
            try await deleteNote(stored.id, in: stored.conversation, of: stored.business, version: version)
        }
    }
}
