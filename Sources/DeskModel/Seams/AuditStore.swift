/// Keeps who changed what: rows are added and never changed, each chained to the one before it.
public protocol AuditStore: Sendable {
    /// Adds rows for what is no change of the store's own, such as signing in. Changes are logged by `AuditScope`.
    func append(_ drafts: [AuditDraft], at moment: Timestamp) async throws
    /// Newest first, starting before the row `before`.
    ///
    /// - Parameter business: `nil` for what concerns the server.
    func auditEntries(
        of business: BusinessID?, _ filter: AuditFilter, before: Int64?, limit: Int
    ) async throws -> [AuditEntry]
    /// Checks every hash of every chain, the server's first, or of one business's.
    func verifyAuditLog(of business: BusinessID?) async throws -> [AuditVerdict]
}
