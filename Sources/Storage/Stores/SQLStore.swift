import DeskModel
import Foundation

/// All that the desk keeps, in one SQL database: every seam of `DeskModel` that asks for a store.
public struct SQLStore: Sendable {
    let database: any Database
    let fullText: any FullTextIndex
    private let sqlite: SQLiteDatabase

    /// Opens the database in a data directory, making and migrating it as needed. Claims on jobs that an earlier
    /// process left are given back.
    ///
    /// - Throws: `StoreError.failed` when the directory cannot be used, is used by another process, or was written by
    ///   a newer version.
    public static func open(at directory: String) async throws -> SQLStore {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError.failed("cannot make the data directory \(directory): \(error.localizedDescription)")
        }
        let lock = try DirectoryLock(directory: directory)
        let sqlite = try SQLiteDatabase(path: "\(directory)/frontdesk.sqlite", lock: lock)
        try await Migrator(migrations: Migration.all).migrate(sqlite)
        let store = SQLStore(database: sqlite, fullText: FTS5Index(), sqlite: sqlite)
        try await sqlite.write { try $0.execute("UPDATE ingest_jobs SET claim = NULL, leased_until = 0") }
        return store
    }

    /// Writes a copy of the database as of one moment to a new file, while it serves.
    ///
    /// - Throws: `StoreError.failed`, also when the file exists.
    public func backup(to path: String) async throws { try await sqlite.backup(to: path) }

    /// What SQLite finds wrong with the file; empty when it is sound.
    public func integrityProblems() async throws -> [String] {
        try await database.read { transaction in
            try transaction.rows("PRAGMA integrity_check").map { try $0.text("integrity_check") }.filter { $0 != "ok" }
        }
    }

    /// How much of everything there is, by metric name.
    public func statistics() async throws -> [(name: String, value: Int)] {
        try await database.read { transaction in
            let statements = [
                ("frontdesk_businesses", "SELECT count(*) AS n FROM businesses"),
                ("frontdesk_chunks", "SELECT coalesce(sum(chunk_count), 0) AS n FROM businesses"),
                ("frontdesk_documents", "SELECT count(*) AS n FROM documents"),
                ("frontdesk_ingest_jobs", "SELECT count(*) AS n FROM ingest_jobs"),
                ("frontdesk_messages_waiting", "SELECT count(*) AS n FROM messages WHERE waiting = 1"),
            ]
            return try statements.map { name, sql in (name, try transaction.rows(sql).first?.int("n") ?? 0) }
        }
    }
}

extension SQLTransaction {
    /// - Throws: `StoreError.notFound`.
    func requireBusiness(_ id: BusinessID) throws {
        guard try row("SELECT id FROM businesses WHERE id = :id", ["id": .integer(id.rawValue)]) != nil else {
            throw StoreError.notFound
        }
    }
}

/// JSON columns.
enum JSONColumn {
    static func encode(_ value: some Encodable) throws -> SQLValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return .text(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
