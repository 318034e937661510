import DeskModel

/// Brings a database to the newest schema.
struct Migrator {
    let migrations: [Migration]

    /// - Throws: `StoreError.failed` when the database was written by a newer version, or by none of ours.
    func migrate(_ database: any Database) async throws {
        // Read by the writer: another connection would remember the schema of before, and go by it once more.
        let applied = try await database.write { transaction in
            try transaction.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    position INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE)
                """)
            return try transaction.rows("SELECT name FROM schema_migrations ORDER BY position").map {
                try $0.text("name")
            }
        }
        let known = migrations.map(\.name)
        guard applied.elementsEqual(known.prefix(applied.count)) else {
            let newer = applied.filter { !known.contains($0) }
            throw StoreError.failed(
                newer.isEmpty
                    ? "the database's schema is not one of frontdesk's: \(applied.joined(separator: ", "))"
                    : "the database was written by a newer frontdesk (\(newer.joined(separator: ", "))): update this one"
            )
        }
        for (position, migration) in migrations.enumerated().dropFirst(applied.count) {
            try await database.write { transaction in
                for statement in migration.statements { try transaction.execute(statement, [:], isKept: false) }
                try transaction.execute(
                    "INSERT INTO schema_migrations (position, name) VALUES (:position, :name)",
                    ["position": .integer(position), "name": .text(migration.name)])
            }
        }
    }
}
