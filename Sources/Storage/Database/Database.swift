/// A SQL database: transactions of statements in the common dialect of SQLite and PostgreSQL.
///
/// Statements name their parameters `:name`. The closures run off the cooperative pool and may be retried by a driver
/// that finds a conflict, so they touch nothing but the transaction.
protocol Database: Sendable {
    /// A consistent view that sees one moment. - Throws: what `body` throws, or `StoreError.failed`.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value
    /// All or nothing, durable on return. - Throws: what `body` throws, or `StoreError.failed`.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value
}

/// An open transaction.
protocol SQLTransaction {
    /// Every row the statement gives.
    func rows(_ sql: String, _ parameters: [String: SQLValue]) throws -> [SQLRow]
    /// - Returns: how many rows were changed.
    @discardableResult func execute(_ sql: String, _ parameters: [String: SQLValue]) throws -> Int
}

extension SQLTransaction {
    func rows(_ sql: String) throws -> [SQLRow] { try rows(sql, [:]) }
    @discardableResult func execute(_ sql: String) throws -> Int { try execute(sql, [:]) }
    func row(_ sql: String, _ parameters: [String: SQLValue]) throws -> SQLRow? { try rows(sql, parameters).first }
}

/// A value in a column.
enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
    static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }
}

/// A row; reading a column that is not there or has another type throws, for it is a mistake in a statement.
struct SQLRow: Sendable {
    let columns: [String]
    let values: [SQLValue]

    private func value(_ column: String) throws -> SQLValue {
        guard let index = columns.firstIndex(of: column) else { throw SQLError.noColumn(column) }
        return values[index]
    }

    func integer(_ column: String) throws -> Int64 {
        guard case .integer(let value) = try value(column) else { throw SQLError.wrongType(column) }
        return value
    }

    func int(_ column: String) throws -> Int { Int(try integer(column)) }

    func real(_ column: String) throws -> Double {
        switch try value(column) {
        case .real(let value): return value
        case .integer(let value): return Double(value)
        default: throw SQLError.wrongType(column)
        }
    }

    func text(_ column: String) throws -> String {
        guard case .text(let value) = try value(column) else { throw SQLError.wrongType(column) }
        return value
    }

    func blob(_ column: String) throws -> [UInt8] {
        switch try value(column) {
        case .blob(let value): return value
        case .null: throw SQLError.wrongType(column)
        default: throw SQLError.wrongType(column)
        }
    }

    func optionalText(_ column: String) throws -> String? {
        if case .null = try value(column) { return nil }
        return try text(column)
    }

    func optionalInteger(_ column: String) throws -> Int64? {
        if case .null = try value(column) { return nil }
        return try integer(column)
    }

    func optionalBlob(_ column: String) throws -> [UInt8]? {
        if case .null = try value(column) { return nil }
        return try blob(column)
    }
}

/// A statement and its reader disagree.
enum SQLError: Error, Hashable, Sendable {
    case noColumn(String)
    case wrongType(String)
    case malformedValue(String)
}
