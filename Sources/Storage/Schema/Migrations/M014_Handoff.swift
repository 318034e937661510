extension Migration {
    /// Who speaks in a conversation, and the log of what happened in a business.
    static let handoff = Migration(
        name: "014_handoff",
        statements: [
            // The last position given in the business's log, and the last one that was dropped from it.
            "ALTER TABLE businesses ADD COLUMN last_event INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE businesses ADD COLUMN event_floor INTEGER NOT NULL DEFAULT 0",
            """
            CREATE TABLE events (
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                position INTEGER NOT NULL CHECK (position > 0),
                kind TEXT NOT NULL CHECK (kind <> ''),
                conversation_id TEXT,
                subject_id TEXT,
                detail TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                PRIMARY KEY (business_id, position)
            )
            """,
            // The newest progress of a document takes the place of the one before.
            """
            CREATE UNIQUE INDEX events_progress ON events (business_id, subject_id) WHERE kind = 'document.progress'
            """,
            // As the customer saw it: a person's later change of name changes nothing that was said.
            "ALTER TABLE messages ADD COLUMN author_name TEXT",
            """
            CREATE INDEX messages_waiting_in ON messages (business_id, conversation_id, id) WHERE waiting = 1
            """,
            """
            CREATE TABLE handoffs (
                conversation_id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                voice TEXT NOT NULL CHECK (voice IN ('bot', 'requested', 'held')),
                reason TEXT,
                language TEXT,
                agent_id TEXT,
                agent_name TEXT,
                leased_until INTEGER,
                dealt_with TEXT,
                since INTEGER NOT NULL,
                version INTEGER NOT NULL CHECK (version > 0),
                CHECK ((voice = 'held') = (agent_id IS NOT NULL)),
                CHECK ((voice = 'held') = (agent_name IS NOT NULL)),
                CHECK ((voice = 'held') = (leased_until IS NOT NULL)),
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX handoffs_conversation ON handoffs (business_id, conversation_id)",
            "CREATE INDEX handoffs_leases ON handoffs (leased_until) WHERE voice = 'held'",
            "CREATE INDEX handoffs_open ON handoffs (business_id, since) WHERE voice <> 'bot'",
        ])
}
