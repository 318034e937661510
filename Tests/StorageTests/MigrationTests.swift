import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite struct MigrationTests {
    private func withDatabase(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        try await withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try await body(try SQLiteDatabase(path: "\(directory)/a.sqlite", lock: nil))
        }
    }

    private func schema(_ database: SQLiteDatabase) async throws -> [String] {
        try await database.read { transaction in
            try transaction.rows("SELECT coalesce(sql, name) AS text FROM sqlite_schema ORDER BY name").map {
                try $0.text("text")
            }
        }
    }

    @Test("every earlier version becomes the newest, and keeps what it held", arguments: 0..<Migration.all.count)
    func upgrade(from version: Int) async throws {
        try await withDatabase { database in
            try await Migrator(migrations: Array(Migration.all.prefix(version))).migrate(database)
            // The migration tables exist at every version; a row each in what else does.
            let rows = [
                "INSERT INTO businesses (name, settings, created_at) VALUES ('kept', '{}', 1)",
                """
                INSERT INTO documents (id, business_id, title, filename, sha256, byte_count, status, created_at, updated_at)
                VALUES ('d', 1, 't', 'f', '\(String(repeating: "0", count: 64))', 1, 'queued', 1, 1)
                """,
            ]
            for row in rows.prefix(version) {
                try await database.write { try $0.execute(row) }
            }
            try await Migrator(migrations: Migration.all).migrate(database)
            try await withDatabase { fresh in
                try await Migrator(migrations: Migration.all).migrate(fresh)
                #expect(try await schema(database) == schema(fresh))
            }
            let (businesses, documents) = try await database.read { transaction in
                (
                    try transaction.rows("SELECT name FROM businesses").map { try $0.text("name") },
                    try transaction.rows("SELECT id FROM documents").map { try $0.text("id") }
                )
            }
            #expect(businesses == (version >= 1 ? ["kept"] : []))
            #expect(documents == (version >= 2 ? ["d"] : []))
        }
    }

    @Test("W7: a WhatsApp connection of an earlier version is found by its account")
    func accountRoutes() async throws {
        try await withDatabase { database in
            let earlier = Array(Migration.all.prefix { $0.name != "021_channel_routes" })
            try await Migrator(migrations: earlier).migrate(database)
            try await database.write { transaction in
                for business in 1...2 {
                    try transaction.execute(
                        "INSERT INTO businesses (name, settings, created_at) VALUES ('b\(business)', '{}', 1)")
                    let settings = business == 1 ? #"{"whatsapp_business_account_id":"546"}"# : "{}"
                    try transaction.execute(
                        """
                        INSERT INTO channel_connections (business_id, provider, is_enabled, is_operated, settings,
                            secrets, created_at, updated_at)
                        VALUES (\(business), 'whatsapp', 1, 0, '\(settings)', '{}', 1, 1)
                        """)
                }
            }
            try await Migrator(migrations: Migration.all).migrate(database)
            let routes = try await database.read { transaction in
                try transaction.rows("SELECT business_id, route FROM channel_routes").map {
                    "\(try $0.integer("business_id")) \(try $0.text("route"))"
                }
            }
            #expect(routes == ["1 account:546"])
        }
    }

    @Test("migrating twice changes nothing")
    func twice() async throws {
        try await withDatabase { database in
            try await Migrator(migrations: Migration.all).migrate(database)
            let before = try await schema(database)
            try await Migrator(migrations: Migration.all).migrate(database)
            #expect(try await schema(database) == before)
        }
    }

    @Test("a migration that fails leaves nothing of itself, and those before it stay")
    func failure() async throws {
        try await withDatabase { database in
            let broken = Migration(name: "999_broken", statements: ["CREATE TABLE half (a TEXT)", "CREATE NONSENSE"])
            await #expect(throws: StoreError.self) {
                try await Migrator(migrations: Migration.all + [broken]).migrate(database)
            }
            #expect(try await schema(database).contains { $0.contains("half") } == false)
            try await Migrator(migrations: Migration.all).migrate(database)
        }
    }

    @Test("a database of a newer version is refused with what to do, and stays as it is")
    func newer() async throws {
        try await withDirectory { directory in
            do {
                _ = try await SQLStore.open(at: directory)
                let database = try SQLiteDatabase(path: SQLStore.databasePath(in: directory), lock: nil)
                let next = Migration(name: "900_future", statements: ["CREATE TABLE future (a TEXT)"])
                try await Migrator(migrations: Migration.all + [next]).migrate(database)
            }
            let error = await #expect(throws: StoreError.self) { try await SQLStore.open(at: directory) }
            guard case .failed(let reason) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(reason.contains("900_future") && reason.contains("update"))
        }
    }

    @Test("the names of the migrations are in order and never twice the same")
    func names() {
        let names = Migration.all.map(\.name)
        #expect(names == names.sorted() && Set(names).count == names.count)
    }
}
