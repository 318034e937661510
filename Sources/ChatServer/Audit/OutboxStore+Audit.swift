import DeskModel

extension OutboxStore {
    /// Sends an entry again, with a row in the audit log; for the API and the pages alike.
    ///
    /// - Throws: 409 for one that is not to be sent again.
    func replay(_ id: OutboxID, in business: BusinessID, loggedBy context: DeskRequestContext) async throws {
        let isReplayed = try await context.audited("outbox.replay", in: business, AuditNote("outbox/\(id)")) {
            try await replayOutbox(id, in: business)
        }
        guard isReplayed else { throw OutboxController.notReplayable }
    }
}
