extension Migration {
    /// Connections to providers, the ledger of what came from them, and the pieces of what goes to them.
    static let channels = Migration(
        name: "018_channels",
        statements: [
            """
            CREATE TABLE channel_connections (
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                provider TEXT NOT NULL CHECK (provider <> ''),
                is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
                is_operated INTEGER NOT NULL CHECK (is_operated IN (0, 1)),
                settings TEXT NOT NULL,
                secrets TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                version INTEGER NOT NULL DEFAULT 1,
                PRIMARY KEY (business_id, provider)
            )
            """,
            // What a connection is found by when a request does not name the business. Not unique: whose secret fits is
            // whose request it is.
            """
            CREATE TABLE channel_routes (
                provider TEXT NOT NULL,
                route TEXT NOT NULL CHECK (route <> ''),
                business_id INTEGER NOT NULL,
                PRIMARY KEY (provider, route, business_id),
                FOREIGN KEY (business_id, provider) REFERENCES channel_connections (business_id, provider)
                    ON DELETE CASCADE
            )
            """,
            "CREATE INDEX channel_routes_connection ON channel_routes (business_id, provider)",
            // Every event that was taken in, so that a repeat does nothing.
            """
            CREATE TABLE channel_events (
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                provider TEXT NOT NULL,
                event_id TEXT NOT NULL CHECK (event_id <> ''),
                message_id TEXT,
                received_at INTEGER NOT NULL,
                PRIMARY KEY (business_id, provider, event_id)
            )
            """,
            """
            CREATE TABLE channel_threads (
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                provider TEXT NOT NULL,
                address TEXT NOT NULL,
                own_address TEXT,
                last_inbound_at INTEGER NOT NULL,
                last_inbound_id TEXT,
                details TEXT NOT NULL DEFAULT '{}',
                PRIMARY KEY (business_id, conversation_id),
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE
            )
            """,
            // The last that a provider said of a message, also of one that we do not know its id of yet.
            """
            CREATE TABLE channel_reports (
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                provider TEXT NOT NULL,
                provider_id TEXT NOT NULL CHECK (provider_id <> ''),
                word TEXT NOT NULL,
                rank INTEGER NOT NULL,
                is_terminal INTEGER NOT NULL CHECK (is_terminal IN (0, 1)),
                delivery TEXT NOT NULL,
                error TEXT,
                updated_at INTEGER NOT NULL,
                PRIMARY KEY (business_id, provider, provider_id)
            )
            """,
            """
            CREATE TABLE channel_deliveries (
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                message_id TEXT NOT NULL,
                part INTEGER NOT NULL CHECK (part >= 0),
                text TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('unplanned', 'waiting', 'sending', 'accepted', 'failed')),
                attempted_at INTEGER,
                provider_id TEXT,
                updated_at INTEGER NOT NULL,
                PRIMARY KEY (business_id, message_id, part),
                FOREIGN KEY (business_id, conversation_id, message_id)
                    REFERENCES messages (business_id, conversation_id, id) ON DELETE CASCADE
            )
            """,
            """
            CREATE INDEX channel_deliveries_conversation
            ON channel_deliveries (business_id, conversation_id, message_id, part)
            """,
            """
            CREATE INDEX channel_deliveries_open ON channel_deliveries (business_id, conversation_id, message_id, part)
            WHERE state IN ('unplanned', 'waiting', 'sending')
            """,
            """
            CREATE UNIQUE INDEX channel_deliveries_provider ON channel_deliveries (business_id, provider_id)
            WHERE provider_id IS NOT NULL
            """,
            // Files that came with messages and are still with the provider; due_at is NULL once one was given up.
            """
            CREATE TABLE channel_media (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                message_id TEXT NOT NULL,
                provider TEXT NOT NULL,
                reference TEXT NOT NULL,
                content_type TEXT,
                filename TEXT,
                attempts INTEGER NOT NULL DEFAULT 0,
                due_at INTEGER,
                error TEXT,
                FOREIGN KEY (business_id, conversation_id, message_id)
                    REFERENCES messages (business_id, conversation_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX channel_media_message ON channel_media (business_id, conversation_id, message_id)",
            "CREATE INDEX channel_media_due ON channel_media (due_at) WHERE due_at IS NOT NULL",
            """
            CREATE TABLE calls (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                provider TEXT NOT NULL,
                call_sid TEXT NOT NULL CHECK (call_sid <> ''),
                contact_id TEXT REFERENCES contacts (id) ON DELETE SET NULL,
                conversation_id TEXT REFERENCES conversations (id) ON DELETE SET NULL,
                direction TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
                from_address TEXT NOT NULL,
                to_address TEXT NOT NULL,
                status TEXT NOT NULL,
                status_rank INTEGER NOT NULL,
                status_is_terminal INTEGER NOT NULL CHECK (status_is_terminal IN (0, 1)),
                duration INTEGER CHECK (duration >= 0),
                receive_text INTEGER NOT NULL DEFAULT 0 CHECK (receive_text IN (0, 1)),
                voicemail INTEGER NOT NULL DEFAULT 0 CHECK (voicemail IN (0, 1)),
                recording_sid TEXT,
                recording_url TEXT,
                recording_seconds INTEGER CHECK (recording_seconds >= 0),
                recording_ready INTEGER NOT NULL DEFAULT 0 CHECK (recording_ready IN (0, 1)),
                transcript TEXT,
                voicemail_message_id TEXT,
                transfer TEXT CHECK (transfer IN ('requested', 'completed', 'failed')),
                session_id TEXT,
                session_status TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                version INTEGER NOT NULL DEFAULT 1,
                UNIQUE (business_id, id),
                UNIQUE (business_id, provider, call_sid)
            )
            """,
            "CREATE INDEX calls_contact ON calls (contact_id, id)",
            "CREATE INDEX calls_conversation ON calls (conversation_id)",
        ])
}
