import DeskModel

/// Changes of businesses with their rows in the audit log; for the API and the pages alike.
extension BusinessStore {
    /// - Parameter version: the one that the change was made of; any when `nil`.
    /// - Returns: the business as saved.
    /// - Throws: 404 when it is gone, what else `editBusiness` throws.
    func edit(
        _ id: BusinessID, version: Int? = nil, _ models: any ModelCatalog, loggedBy context: DeskRequestContext,
        _ change: @escaping @Sendable (inout Business) throws -> Void
    ) async throws -> Business {
        typealias Edit = (before: Business, after: Business)
        let describe: @Sendable (Edit) -> AuditNote = { edit in
            AuditNote(
                "business/\(id)", before: BusinessController.BusinessResponse(edit.before, models),
                after: BusinessController.BusinessResponse(edit.after, models))
        }
        do {
            return try await context.audited("business.update", in: [id], describe) {
                try await editBusiness(id, version: version, change)
            }.after
        } catch StoreError.notFound {
            throw APIError.notFound("business")
        }
    }
}
