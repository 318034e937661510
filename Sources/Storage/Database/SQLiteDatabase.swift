import DeskModel
import Foundation
import GRDB

/// The SQLite driver: a write-ahead log, one writer and several readers, every commit on the disk before it returns.
final class SQLiteDatabase: Database {
    private let pool: DatabasePool
    private let lock: DirectoryLock?

    /// - Parameter lock: held as long as the database is open.
    /// - Throws: `StoreError.failed`.
    init(path: String, lock: DirectoryLock?) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // Negative: KiB. Five connections at most share the server's budget of memory.
            try database.execute(sql: "PRAGMA cache_size = -8192")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw StoreError.failed("cannot open \(path): \(error)")
        }
        self.lock = lock
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value {
        try await translating { try await self.pool.read { try body(SQLiteTransaction(database: $0)) } }
    }

    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await translating { try await self.pool.write { try body(SQLiteTransaction(database: $0)) } }
    }

    /// A copy of the whole database as of one moment, made while it serves.
    func backup(to path: String) async throws {
        try await translating {
            try await self.pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        }
    }

    private func translating<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as DatabaseError {
            if error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY { throw StoreError.notFound }
            // The message names the rule that was broken, never the values, which could be a customer's words.
            throw StoreError.failed("SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "")")
        }
    }
}

/// A GRDB connection inside a transaction.
private struct SQLiteTransaction: SQLTransaction {
    let database: GRDB.Database

    func rows(_ sql: String, _ parameters: [String: SQLValue]) throws -> [SQLRow] {
        let statement = try database.cachedStatement(sql: sql)
        let columns = statement.columnNames
        let cursor = try Row.fetchCursor(statement, arguments: Self.arguments(parameters))
        var rows: [SQLRow] = []
        while let row = try cursor.next() {
            rows.append(SQLRow(columns: columns, values: (0..<columns.count).map { Self.value(row, $0) }))
        }
        return rows
    }

    func execute(_ sql: String, _ parameters: [String: SQLValue]) throws -> Int {
        let statement = try database.cachedStatement(sql: sql)
        try statement.execute(arguments: Self.arguments(parameters))
        return database.changesCount
    }

    private static func arguments(_ parameters: [String: SQLValue]) -> StatementArguments {
        StatementArguments(
            parameters.mapValues { value -> (any DatabaseValueConvertible)? in
                switch value {
                case .null: nil
                case .integer(let value): value
                case .real(let value): value
                case .text(let value): value
                case .blob(let value): Data(value)
                }
            })
    }

    private static func value(_ row: Row, _ index: Int) -> SQLValue {
        let value: DatabaseValue = row[index]
        switch value.storage {
        case .null: return .null
        case .int64(let value): return .integer(value)
        case .double(let value): return .real(value)
        case .string(let value): return .text(value)
        case .blob(let value): return .blob(Array(value))
        }
    }
}
