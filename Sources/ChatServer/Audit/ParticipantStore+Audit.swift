import DeskModel

/// Who joins, changes and leaves conversations, with rows in the audit log; for the API and the pages alike.
extension ParticipantStore {
    /// - Throws: what `create` throws.
    func create(_ participant: Participant, loggedBy context: DeskRequestContext) async throws -> Participant {
        let describe: @Sendable (Participant) -> AuditNote = { made in
            AuditNote("participant/\(made.id)", after: ParticipantController.ParticipantResponse(made))
        }
        return try await context.audited("participant.create", in: [participant.business], describe) {
            try await create(participant)
        }
    }

    /// - Throws: what `editParticipant` throws.
    func edit(
        _ stored: Participant, version: Int?, loggedBy context: DeskRequestContext,
        _ change: @escaping @Sendable (inout Participant) throws -> Void
    ) async throws -> Participant {
        let describe: @Sendable (Participant) -> AuditNote = { saved in
            AuditNote(
                "participant/\(saved.id)", before: ParticipantController.ParticipantResponse(stored),
                after: ParticipantController.ParticipantResponse(saved))
        }
        return try await context.audited("participant.update", in: [stored.business], describe) {
            try await editParticipant(
                stored.id, in: stored.conversation, of: stored.business, version: version, change)
        }
    }

    /// - Throws: what `deleteParticipant` throws.
    func delete(_ stored: Participant, version: Int?, loggedBy context: DeskRequestContext) async throws {
        let note = AuditNote(
            "participant/\(stored.id)", before: ParticipantController.ParticipantResponse(stored))
        try await context.audited("participant.delete", in: stored.business, note) {
            try await deleteParticipant(
                stored.id, in: stored.conversation, of: stored.business, version: version)
        }
    }
}
