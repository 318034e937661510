public import DeskModel
import Foundation

/// All that the desk keeps, in one SQL database: every seam of `DeskModel` that asks for a store.
public struct SQLStore: Sendable {
    let database: any Database
    let fullText: any FullTextIndex
    public let outboxSignal: OutboxSignal
    /// A sentence for people when opening brought a restore to its end that had been interrupted.
    public let repair: String?
    private let sqlite: SQLiteDatabase
    private let path: String
    var signals: EventSignals { sqlite.signals }

    /// Opens the database in a data directory, making and migrating it as needed. Claims on jobs that an earlier
    /// process left are given back, and a restore that was interrupted is brought to its end first (`repair`).
    ///
    /// - Throws: `StoreError.failed` when the directory cannot be used, is used by another process, or was written by
    ///   a newer version.
    public static func open(at directory: String) async throws -> SQLStore {
        try await open(at: directory, fullText: FTS5Index())
    }

    static func open(at directory: String, fullText: FTS5Index) async throws -> SQLStore {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError.failed("cannot make the data directory \(directory): \(error.localizedDescription)")
        }
        let lock = try DirectoryLock(directory: directory)
        // Before SQLite would make an empty database in the place of one that is half way.
        let repair = try DatabaseReplacement.recover(in: directory)
        let path = databasePath(in: directory)
        let sqlite = try SQLiteDatabase(path: path, lock: lock)
        try await Migrator(migrations: Migration.all).migrate(sqlite)
        let store = SQLStore(
            database: AuditedDatabase(database: sqlite), fullText: fullText, outboxSignal: OutboxSignal(),
            repair: repair, sqlite: sqlite, path: path)
        try await store.releaseClaims()
        try await store.indexEarlierMessages()
        return store
    }

    /// The same store, with its statements going through another driver.
    func over(_ database: any Database) -> SQLStore {
        SQLStore(
            database: database, fullText: fullText, outboxSignal: outboxSignal, repair: repair, sqlite: sqlite,
            path: path)
    }

    static func databasePath(in directory: String) -> String { "\(directory)/\(DatabaseReplacement.database)" }

    // MARK: Upkeep

    /// Writes a copy of the database as of one moment to a new file, while it serves.
    ///
    /// - Throws: `StoreError.failed`, also when the file exists.
    public func backup(to path: String) async throws {
        try await SQLiteBackup.copy(database: self.path, to: path)
    }

    /// Writes a copy of a data directory's database, also while another process serves it.
    ///
    /// - Throws: `StoreError.failed`, also when the file exists, there is no database, or one is half restored.
    public static func backup(ofDataIn directory: String, to path: String) async throws {
        guard !isHalfRestored(directory) else {
            throw StoreError.failed(
                """
                a restore of \(directory) is under way or was interrupted: wait for it, or run `frontdesk doctor`, which \
                brings it to its end; then repeat the backup
                """)
        }
        try await SQLiteBackup.copy(database: databasePath(in: directory), to: path)
    }

    /// Takes what was deleted out of the database's files for good, and gives its room back. Nothing else can be
    /// written meanwhile.
    ///
    /// - Throws: `StoreError.failed`.
    public func compact() async throws { try await sqlite.compact() }

    /// What is wrong with the database; empty when it is sound. Reads all of it.
    ///
    /// - Throws: `StoreError.failed` when it cannot even be read.
    public func integrityProblems() async throws -> [String] {
        try await database.read { [fullText] transaction in
            var problems = try transaction.rows("PRAGMA integrity_check").map { try $0.text("integrity_check") }
                .filter { $0 != "ok" }
            problems += try transaction.rows("PRAGMA foreign_key_check").map { row in
                "a row of \(try row.text("table")) refers to one of \(try row.text("parent")) that is not there"
            }
            let businesses = try transaction.rows(
                """
                SELECT id, chunk_count, (SELECT count(*) FROM chunks c WHERE c.business_id = b.id) AS found
                FROM businesses b
                """)
            for business in businesses {
                let id = BusinessID(try business.integer("id"))
                let expected = try business.int("chunk_count")
                let found = try business.int("found")
                if found != expected { problems.append("business \(id) has \(found) chunks instead of \(expected)") }
                if let problem = try fullText.problem(of: id, chunks: expected, transaction) {
                    problems.append(problem)
                }
            }
            return try problems + Self.messageSearchProblems(transaction)
        }
    }

    /// How much of everything there is, by metric name.
    ///
    /// - Throws: `StoreError.failed`.
    public func statistics() async throws -> [(name: String, value: Int)] {
        let now = Timestamp.now()
        return try await database.read { transaction in
            let counts = try transaction.row(
                """
                SELECT (SELECT count(*) FROM businesses) AS businesses,
                    (SELECT coalesce(sum(chunk_count), 0) FROM businesses) AS chunks,
                    (SELECT count(*) FROM conversations) AS conversations,
                    (SELECT count(*) FROM messages) AS messages,
                    (SELECT count(*) FROM messages WHERE waiting = 1) AS messages_waiting,
                    (SELECT count(*) FROM outbox WHERE state = 'pending') AS outbox_pending,
                    (SELECT count(*) FROM outbox WHERE state = 'dead') AS outbox_dead,
                    (SELECT count(*) FROM ingest_jobs) AS ingest_jobs,
                    (SELECT count(*) FROM ingest_jobs WHERE leased_until <= :now) AS ingest_jobs_waiting
                """, ["now": .integer(now.milliseconds)])
            var statistics: [(name: String, value: Int)] = try (counts?.columns ?? []).map { name in
                ("frontdesk_\(name)", try counts?.int(name) ?? 0)
            }
            var documents: [Document.Status: Int] = [:]
            for row in try transaction.rows("SELECT status, count(*) AS n FROM documents GROUP BY status") {
                if let status = Document.Status(rawValue: try row.text("status")) {
                    documents[status] = try row.int("n")
                }
            }
            statistics.append(("frontdesk_documents", documents.values.reduce(0, +)))
            for status in [.queued, .processing, .ready, .failed, .cancelled] as [Document.Status] {
                statistics.append(("frontdesk_documents_\(status.rawValue)", documents[status] ?? 0))
            }
            return statistics
        }
    }

    /// The directory's lock says that whoever held a claim is gone.
    private func releaseClaims() async throws {
        try await database.write { transaction in
            try transaction.execute("UPDATE ingest_jobs SET claim = NULL, leased_until = 0")
            // The next claim finds out when they are really due.
            try transaction.execute("UPDATE outbox_lanes SET claim = NULL, ready_at = 0 WHERE claim IS NOT NULL")
            try transaction.execute("UPDATE documents SET status = 'queued' WHERE status = 'processing'")
            try transaction.execute("UPDATE idempotency_keys SET claimed_until = 0 WHERE claimed_until > 0")
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
