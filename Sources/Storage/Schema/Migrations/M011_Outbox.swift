extension Migration {
    static let outbox = Migration(
        name: "011_outbox",
        statements: [
            // position is the order of coming in; due_at 0 means at once.
            """
            CREATE TABLE outbox (
                position INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind <> ''),
                lane TEXT NOT NULL CHECK (lane <> ''),
                key TEXT NOT NULL CHECK (key <> ''),
                payload TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
                due_at INTEGER NOT NULL DEFAULT 0,
                expires_at INTEGER,
                attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
                last_error TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (business_id, id),
                UNIQUE (business_id, key)
            )
            """,
            """
            CREATE INDEX outbox_pending ON outbox (business_id, kind, lane, due_at, position) WHERE state = 'pending'
            """,
            "CREATE INDEX outbox_expiring ON outbox (expires_at) WHERE state = 'pending' AND expires_at IS NOT NULL",
            "CREATE INDEX outbox_lane ON outbox (business_id, kind, lane, id)",
            "CREATE INDEX outbox_state ON outbox (business_id, state, id)",
            "CREATE INDEX outbox_ended ON outbox (state, updated_at)",
            // One row for each target: what is pending for it is sent one at a time. ready_at is when the next may go;
            // while one is under way, when its claim runs out; NULL when nothing is pending.
            """
            CREATE TABLE outbox_lanes (
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                lane TEXT NOT NULL,
                ready_at INTEGER,
                blocked_until INTEGER NOT NULL DEFAULT 0,
                failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
                failing_since INTEGER,
                claim TEXT,
                PRIMARY KEY (business_id, kind, lane)
            )
            """,
            "CREATE INDEX outbox_lanes_healthy ON outbox_lanes (kind, ready_at) WHERE failures = 0",
            "CREATE INDEX outbox_lanes_failing ON outbox_lanes (kind, ready_at) WHERE failures > 0",
            """
            CREATE TABLE outbox_attempts (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                business_id INTEGER NOT NULL,
                entry_id TEXT NOT NULL,
                started_at INTEGER NOT NULL,
                duration INTEGER NOT NULL,
                status INTEGER,
                error TEXT,
                response TEXT,
                FOREIGN KEY (business_id, entry_id) REFERENCES outbox (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX outbox_attempts_entry ON outbox_attempts (business_id, entry_id, id)",
            // The secrets are kept as they are, for events must be signed with them.
            """
            CREATE TABLE webhooks (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                conversation_id TEXT,
                url TEXT NOT NULL CHECK (url <> ''),
                events TEXT NOT NULL,
                description TEXT NOT NULL,
                enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
                disabled_reason TEXT,
                secret TEXT NOT NULL,
                previous_secret TEXT,
                previous_secret_until INTEGER,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX webhooks_conversation ON webhooks (business_id, conversation_id, id)",
            """
            CREATE TABLE notification_settings (
                business_id INTEGER NOT NULL PRIMARY KEY REFERENCES businesses (id) ON DELETE CASCADE,
                content TEXT NOT NULL,
                updated_at INTEGER NOT NULL
            )
            """,
        ])
}
