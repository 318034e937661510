import DeskModel
import GRDB

/// The SQLite driver: a write-ahead log, one writer and several readers, every commit on the disk before it returns.
///
/// GRDB runs the closures on queues of its own, one a connection.
final class SQLiteDatabase: Database {
    private let path: String
    // Released before the lock: another process may open the file only when this one has closed it.
    private let pool: DatabasePool
    private let lock: DirectoryLock?
    let signals = EventSignals()

    /// - Parameter lock: held as long as the database is open.
    /// - Throws: `StoreError.failed`.
    init(path: String, lock: DirectoryLock?) throws {
        self.path = path
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // Negative: KiB. Five connections at most, so 40 MiB in all; the kernel's own cache does the rest. A mapped
            // file would count as this process's memory once for each connection.
            try database.execute(sql: "PRAGMA cache_size = -8192")
            try database.execute(sql: "PRAGMA mmap_size = 0")
            // A log that a slow reader let grow is cut back when it starts anew.
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL after the preparation above, under which a power cut can undo what was acknowledged.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw StoreError.failed("cannot open \(path): \(error)")
        }
        self.lock = lock
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value {
        try await Self.translating { try await self.pool.read { try body(self.transaction($0)) } }
    }

    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await Self.translating { try await self.pool.write { try body(self.transaction($0)) } }
    }

    private func transaction(_ database: GRDB.Database) -> SQLiteTransaction {
        SQLiteTransaction(database: database, signals: signals)
    }

    /// Writes the file anew without what was deleted, and empties the log.
    func compact() async throws {
        try await Self.translating {
            try await self.pool.barrierWriteWithoutTransaction { database in
                // A full-text index only marks what is deleted, until its parts are merged.
                try database.execute(sql: "INSERT INTO fts_messages (fts_messages) VALUES ('optimize')")
                try database.execute(sql: "VACUUM")
                try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
    }

    static func translating<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as DatabaseError {
            if error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY { throw StoreError.notFound }
            // The message names the rule that was broken, never the values, which could be a customer's words.
            throw StoreError.failed(
                "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no reason given")")
        }
    }
}
