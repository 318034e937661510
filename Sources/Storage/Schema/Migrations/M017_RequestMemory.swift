extension Migration {
    /// Requests that came with an idempotency key, and merges of contacts that may be undone.
    static let requestMemory = Migration(
        name: "017_request_memory",
        statements: [
            """
            CREATE TABLE idempotency_keys (
                scope TEXT NOT NULL,
                key TEXT NOT NULL,
                fingerprint BLOB NOT NULL,
                resource_id TEXT NOT NULL,
                claimed_until INTEGER NOT NULL,
                reply TEXT,
                created_at INTEGER NOT NULL,
                PRIMARY KEY (scope, key)
            )
            """,
            "CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at)",
            "CREATE INDEX idempotency_keys_claimed ON idempotency_keys (claimed_until) WHERE claimed_until > 0",
            // `undo` holds the fields of both before, and the ids of what was moved.
            """
            CREATE TABLE contact_merges (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                kept_id TEXT NOT NULL,
                merged_id TEXT NOT NULL,
                undo TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                undone_at INTEGER,
                FOREIGN KEY (business_id, kept_id) REFERENCES contacts (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX contact_merges_kept ON contact_merges (business_id, kept_id)",
            "CREATE INDEX participants_contact ON participants (business_id, contact_id) WHERE contact_id IS NOT NULL",
            """
            CREATE INDEX participants_address ON participants (business_id, channel, address)
            WHERE address IS NOT NULL
            """,
        ])
}
