extension Migration {
    static let businesses = Migration(
        name: "001_businesses",
        statements: [
            // The sums (chunk_count, term_count) and the generation change with every change of the business's chunks,
            // in the same transaction. last_claim says when one of its ingest jobs was last taken up.
            """
            CREATE TABLE businesses (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL CHECK (name <> ''),
                settings TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                generation INTEGER NOT NULL DEFAULT 0 CHECK (generation >= 0),
                chunk_count INTEGER NOT NULL DEFAULT 0 CHECK (chunk_count >= 0),
                term_count INTEGER NOT NULL DEFAULT 0 CHECK (term_count >= 0),
                embedding_model TEXT,
                embedding_dimension INTEGER CHECK (embedding_dimension > 0),
                last_claim INTEGER NOT NULL DEFAULT 0,
                CHECK ((embedding_model IS NULL) = (embedding_dimension IS NULL))
            )
            """,
            """
            CREATE TABLE access_keys (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind IN ('secret', 'widget')),
                label TEXT NOT NULL,
                prefix TEXT NOT NULL,
                secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
                created_at INTEGER NOT NULL,
                revoked_at INTEGER
            )
            """,
            "CREATE INDEX access_keys_business ON access_keys (business_id, id)",
            "CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
        ])
}
