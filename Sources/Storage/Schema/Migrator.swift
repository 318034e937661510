import DeskModel

/// Brings a database to the newest schema.
struct Migrator {
    let migrations: [Migration]

    /// - Throws: `StoreError.failed` when the database was written by a newer version.
    func migrate(_ database: any Database) async throws {
        try await database.write { transaction in
            try transaction.execute("CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT NOT NULL PRIMARY KEY)")
        }
        let applied = try await database.read { transaction in
            Set(try transaction.rows("SELECT name FROM schema_migrations").map { try $0.text("name") })
        }
        let unknown = applied.subtracting(migrations.map(\.name))
        guard unknown.isEmpty else {
            throw StoreError.failed(
                "the database was written by a newer frontdesk (\(unknown.sorted().joined(separator: ", "))): update this one")
        }
        for migration in migrations where !applied.contains(migration.name) {
            try await database.write { transaction in
                for statement in migration.statements { try transaction.execute(statement) }
                try transaction.execute(
                    "INSERT INTO schema_migrations (name) VALUES (:name)", ["name": .text(migration.name)])
            }
        }
    }
}
