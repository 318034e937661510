import DeskModel

/// Changes of conversations with their rows in the audit log; for the API and the pages alike.
extension InboxStore {
    /// - Throws: what `create` throws.
    func create(
        _ conversation: Conversation, loggedBy context: DeskRequestContext
    ) async throws -> Conversation {
        let describe: @Sendable (Conversation) -> AuditNote = { made in
            AuditNote("conversation/\(made.id)", after: ConversationResponse(made))
        }
        return try await context.audited("conversation.create", in: [conversation.business], describe) {
            try await create(conversation)
        }
    }

    /// - Throws: what `editConversation` throws.
    func edit(
        _ stored: Conversation, version: Int?, loggedBy context: DeskRequestContext,
        _ change: @escaping @Sendable (inout Conversation) throws -> Void
    ) async throws -> Conversation {
        let describe: @Sendable (Conversation) -> AuditNote = { saved in
            AuditNote(
                "conversation/\(saved.id)", before: ConversationResponse(stored), after: ConversationResponse(saved))
        }
        return try await context.audited("conversation.update", in: [stored.business], describe) {
            try await editConversation(stored.id, in: stored.business, version: version, change)
        }
    }

    /// - Throws: what `deleteConversation` throws.
    func delete(_ stored: Conversation, version: Int?, loggedBy context: DeskRequestContext) async throws {
        let note = AuditNote("conversation/\(stored.id)", before: ConversationResponse(stored))
        try await context.audited("conversation.delete", in: stored.business, note) {
            try await deleteConversation(stored.id, in: stored.business, version: version)
        }
    }
}
