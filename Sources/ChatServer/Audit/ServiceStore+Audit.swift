import DeskModel

/// Changes of services with their rows in the audit log; for the API and the pages alike.
extension ServiceStore {
    /// - Throws: what `create` throws.
    func create(
        _ service: ConversationService, loggedBy context: DeskRequestContext
    ) async throws -> ConversationService {
        let note = AuditNote("service/\(service.id)", after: ServiceController.ServiceResponse(service))
        return try await context.audited("service.create", in: service.business, note) { try await create(service) }
    }

    /// - Throws: what `editService` throws.
    func edit(
        _ stored: ConversationService, version: Int?, loggedBy context: DeskRequestContext,
        _ change: @escaping @Sendable (inout ConversationService) throws -> Void
    ) async throws -> ConversationService {
        let describe: @Sendable (ConversationService) -> AuditNote = { saved in
            AuditNote(
                "service/\(saved.id)", before: ServiceController.ServiceResponse(stored),
                after: ServiceController.ServiceResponse(saved))
        }
        return try await context.audited("service.update", in: [stored.business], describe) {
            try await editService(stored.id, in: stored.business, version: version, change)
        }
    }

    /// - Throws: what `deleteService` throws.
    func delete(_ stored: ConversationService, version: Int?, loggedBy context: DeskRequestContext) async throws {
        let note = AuditNote("service/\(stored.id)", before: ServiceController.ServiceResponse(stored))
        try await context.audited("service.delete", in: stored.business, note) {
            try await deleteService(stored.id, in: stored.business, version: version)
        }
    }
}
