import DeskModel

/// A SQL database: transactions of statements in the common dialect of SQLite and PostgreSQL.
///
/// Statements name their parameters `:name`. The closures run off the cooperative pool and may be retried by a driver
/// that finds a conflict, so they touch nothing but the transaction.
protocol Database: Sendable {
    /// A consistent view that sees one moment.
    ///
    /// - Throws: what `body` throws, `StoreError.failed`, or `CancellationError` when the task was cancelled.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value
    /// All or nothing, on the disk on return.
    ///
    /// - Throws: what `body` throws, `StoreError.notFound` when a row that is referred to does not exist,
    ///   `StoreError.failed`, or `CancellationError` when the task was cancelled; then nothing was changed.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value
}

/// An open transaction.
protocol SQLTransaction {
    /// Every row the statement gives.
    ///
    /// - Parameter isKept: whether the statement stays prepared for the next time: true of fixed text, false of text
    ///   that names a business's own table or differs from call to call, of which there is no end.
    func rows(_ sql: String, _ parameters: [String: SQLValue], isKept: Bool) throws -> [SQLRow]
    /// Runs a statement that gives no rows. - Returns: how many rows were changed.
    @discardableResult
    func execute(_ sql: String, _ parameters: [String: SQLValue], isKept: Bool) throws -> Int
    /// How many rows were changed since the connection was opened; to be compared with an earlier value.
    var changeCount: Int { get }
    /// Every row that a statement, prepared once, gives with each of the parameters.
    func rows(_ sql: String, each parameters: some Sequence<[String: SQLValue]>) throws -> [SQLRow]
    /// Prepares a statement once and runs it with each of the parameters.
    func execute(_ sql: String, each parameters: some Sequence<[String: SQLValue]>) throws
    /// Wakes those who read the business's event log once the transaction is committed, and only then.
    func signal(_ business: BusinessID)
}

extension SQLTransaction {
    func rows(_ sql: String, _ parameters: [String: SQLValue] = [:]) throws -> [SQLRow] {
        try rows(sql, parameters, isKept: true)
    }

    @discardableResult
    func execute(_ sql: String, _ parameters: [String: SQLValue] = [:]) throws -> Int {
        try execute(sql, parameters, isKept: true)
    }

    /// The first row.
    func row(_ sql: String, _ parameters: [String: SQLValue] = [:]) throws -> SQLRow? {
        try rows(sql, parameters).first
    }
}
