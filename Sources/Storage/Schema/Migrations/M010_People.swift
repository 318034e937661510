extension Migration {
    static let people = Migration(
        name: "010_people",
        statements: [
            """
            CREATE TABLE users (
                id TEXT NOT NULL PRIMARY KEY,
                email TEXT NOT NULL UNIQUE CHECK (email <> ''),
                name TEXT NOT NULL CHECK (name <> ''),
                password TEXT NOT NULL,
                password_set_at INTEGER NOT NULL,
                code_secret BLOB,
                code_confirmed_at INTEGER,
                code_step INTEGER NOT NULL DEFAULT 0,
                created_at INTEGER NOT NULL,
                CHECK (code_confirmed_at IS NULL OR code_secret IS NOT NULL)
            )
            """,
            """
            CREATE TABLE memberships (
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'agent', 'viewer')),
                joined_at INTEGER NOT NULL,
                PRIMARY KEY (business_id, user_id)
            )
            """,
            "CREATE INDEX memberships_user ON memberships (user_id, business_id, role)",
            """
            CREATE TABLE recovery_codes (
                user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
                PRIMARY KEY (user_id, code_hash)
            )
            """,
            """
            CREATE TABLE user_sessions (
                id TEXT NOT NULL PRIMARY KEY,
                user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
                created_at INTEGER NOT NULL,
                last_seen_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                address TEXT NOT NULL,
                agent TEXT NOT NULL
            )
            """,
            "CREATE INDEX user_sessions_user ON user_sessions (user_id, id)",
            // A link is deleted when it is used; one that is over, when its place is taken or the next is made.
            """
            CREATE TABLE account_links (
                id TEXT NOT NULL PRIMARY KEY,
                token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
                business_id INTEGER REFERENCES businesses (id) ON DELETE CASCADE,
                email TEXT,
                role TEXT CHECK (role IN ('owner', 'admin', 'agent', 'viewer')),
                user_id TEXT UNIQUE REFERENCES users (id) ON DELETE CASCADE,
                made_by TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                UNIQUE (business_id, email),
                CHECK ((business_id IS NULL) = (email IS NULL) AND (email IS NULL) = (role IS NULL)
                    AND (business_id IS NULL) = (user_id IS NOT NULL))
            )
            """,
            "CREATE INDEX account_links_expiry ON account_links (expires_at)",
            """
            CREATE TABLE failed_tries (
                name TEXT NOT NULL PRIMARY KEY,
                failures INTEGER NOT NULL CHECK (failures >= 0),
                last_failure INTEGER NOT NULL
            )
            """,
            "CREATE INDEX failed_tries_age ON failed_tries (last_failure)",
            // Business 0 is the server itself. Each row's hash covers the hash before it and the row's content; heads
            // hold the last of each chain, so that rows cut from the end are missed, too.
            """
            CREATE TABLE audit_log (
                business_id INTEGER NOT NULL,
                sequence INTEGER NOT NULL CHECK (sequence > 0),
                at INTEGER NOT NULL,
                actor_kind TEXT NOT NULL CHECK (actor_kind IN ('operator', 'key', 'user', 'anonymous')),
                actor_id TEXT NOT NULL,
                actor_name TEXT NOT NULL,
                address TEXT NOT NULL,
                action TEXT NOT NULL CHECK (action <> ''),
                resource TEXT NOT NULL,
                before TEXT,
                after TEXT,
                hash BLOB NOT NULL CHECK (length(hash) = 32),
                PRIMARY KEY (business_id, sequence)
            )
            """,
            """
            CREATE TABLE audit_heads (
                business_id INTEGER NOT NULL PRIMARY KEY,
                sequence INTEGER NOT NULL,
                hash BLOB NOT NULL CHECK (length(hash) = 32)
            )
            """,
            """
            CREATE TRIGGER audit_log_unchanged BEFORE UPDATE ON audit_log
            BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END
            """,
            // The log of a business goes with the business, and only then.
            """
            CREATE TRIGGER audit_log_kept BEFORE DELETE ON audit_log
            WHEN OLD.business_id IN (SELECT id FROM businesses)
            BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END
            """,
        ])
}
