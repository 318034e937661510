import DeskModel

/// Writes the audit log's rows in the transaction of the change that they tell of: whatever a store does in an
/// `AuditScope` is logged, whether it knows of logs or not.
struct AuditedDatabase: Database {
    let database: any Database

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value {
        try await database.read(body)
    }

    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        // Read here: the closure runs on another thread, which knows no task.
        guard let scope = AuditScope.current else { return try await database.write(body) }
        let (value, isLogged) = try await database.write { transaction in
            let count = transaction.changeCount
            let value = try body(transaction)
            guard transaction.changeCount > count else { return (value, false) }
            let drafts = scope.drafts(for: value)
            let now = Timestamp.now()
            for draft in drafts { try AuditChain.append(draft, at: now, transaction) }
            return (value, !drafts.isEmpty)
        }
        if isLogged { scope.markRecorded() }
        return value
    }
}
