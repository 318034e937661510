extension Migration {
    static let businesses = Migration(
        name: "001_businesses",
        statements: [
            """
            CREATE TABLE businesses (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL CHECK (name <> ''),
                settings TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                generation INTEGER NOT NULL DEFAULT 0,
                chunk_count INTEGER NOT NULL DEFAULT 0,
                embedding_model TEXT,
                embedding_dimension INTEGER
            )
            """,
            """
            CREATE TABLE access_keys (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind IN ('secret', 'widget')),
                label TEXT NOT NULL,
                prefix TEXT NOT NULL,
                secret_hash BLOB NOT NULL UNIQUE,
                created_at INTEGER NOT NULL,
                revoked_at INTEGER
            )
            """,
            "CREATE INDEX access_keys_business ON access_keys (business_id)",
            "CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
        ])
}
