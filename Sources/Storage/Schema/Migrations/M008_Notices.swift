extension Migration {
    static let notices = Migration(
        name: "008_notices",
        statements: [
            """
            CREATE TABLE notices (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                key TEXT NOT NULL CHECK (key <> ''),
                content TEXT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('open', 'dismissed', 'confirmed')),
                created_at INTEGER NOT NULL,
                UNIQUE (business_id, id),
                UNIQUE (business_id, key)
            )
            """,
            "CREATE INDEX notices_status ON notices (business_id, status, id)",
            // When a version was uploaded, which is from when it holds where no date was given. Two columns, for the version
            // that is found and the one that is being taken in.
            "ALTER TABLE documents ADD COLUMN uploaded_at INTEGER",
            "ALTER TABLE documents ADD COLUMN served_uploaded_at INTEGER",
            "UPDATE documents SET uploaded_at = created_at, served_uploaded_at = created_at",
        ])
}
