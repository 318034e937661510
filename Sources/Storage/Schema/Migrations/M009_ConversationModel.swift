extension Migration {
    /// Contacts, services, participants and notes, and what conversations and messages are beyond their text.
    static let conversationModel = Migration(
        name: "009_conversation_model",
        statements: [
            // The last number given to a contact: "Lead #7" stays 7 when others are deleted.
            "ALTER TABLE businesses ADD COLUMN last_contact_number INTEGER NOT NULL DEFAULT 0",
            """
            CREATE TABLE contacts (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                number INTEGER NOT NULL CHECK (number > 0),
                platform TEXT NOT NULL CHECK (platform <> ''),
                token TEXT,
                name TEXT,
                phone TEXT,
                email TEXT,
                color TEXT,
                language TEXT,
                consent TEXT NOT NULL DEFAULT '{}',
                attributes TEXT NOT NULL DEFAULT '{}',
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                version INTEGER NOT NULL DEFAULT 1,
                UNIQUE (business_id, id),
                UNIQUE (business_id, number),
                UNIQUE (business_id, token)
            )
            """,
            "CREATE INDEX contacts_phone ON contacts (business_id, phone) WHERE phone IS NOT NULL",
            "CREATE INDEX contacts_email ON contacts (business_id, email) WHERE email IS NOT NULL",
            // Where a contact is reached: a telephone number, a WhatsApp id, a Telegram chat, an e-mail address.
            """
            CREATE TABLE contact_addresses (
                business_id INTEGER NOT NULL,
                channel TEXT NOT NULL,
                address TEXT NOT NULL CHECK (address <> ''),
                contact_id TEXT NOT NULL,
                PRIMARY KEY (business_id, channel, address),
                FOREIGN KEY (business_id, contact_id) REFERENCES contacts (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX contact_addresses_contact ON contact_addresses (business_id, contact_id)",
            """
            CREATE TABLE services (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                name TEXT NOT NULL CHECK (name <> ''),
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                version INTEGER NOT NULL DEFAULT 1,
                UNIQUE (business_id, id)
            )
            """,
            "ALTER TABLE conversations ADD COLUMN service_id TEXT REFERENCES services (id) ON DELETE SET NULL",
            "ALTER TABLE conversations ADD COLUMN contact_id TEXT REFERENCES contacts (id) ON DELETE SET NULL",
            """
            ALTER TABLE conversations ADD COLUMN status TEXT NOT NULL DEFAULT 'initializing'
                CHECK (status IN ('initializing', 'active', 'inactive', 'closed'))
            """,
            "ALTER TABLE conversations ADD COLUMN name TEXT",
            "ALTER TABLE conversations ADD COLUMN unique_name TEXT",
            "ALTER TABLE conversations ADD COLUMN language TEXT",
            "ALTER TABLE conversations ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}'",
            """
            ALTER TABLE conversations ADD COLUMN priority TEXT NOT NULL DEFAULT 'medium'
                CHECK (priority IN ('low', 'medium', 'high'))
            """,
            "ALTER TABLE conversations ADD COLUMN assignee_id TEXT",
            // What is shown; conversation_tags holds the same for looking up.
            "ALTER TABLE conversations ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
            """
            ALTER TABLE conversations ADD COLUMN satisfaction INTEGER CHECK (satisfaction BETWEEN 1 AND 5)
            """,
            "ALTER TABLE conversations ADD COLUMN message_count INTEGER NOT NULL DEFAULT 0",
            // Changed by every message and every edit: the inbox is sorted by it.
            "ALTER TABLE conversations ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE conversations ADD COLUMN closed_at INTEGER",
            // Counts edits of the conversation itself, not its messages: what an ETag is made of.
            "ALTER TABLE conversations ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
            """
            CREATE UNIQUE INDEX conversations_unique_name ON conversations (business_id, unique_name)
            WHERE unique_name IS NOT NULL
            """,
            "CREATE INDEX conversations_recent ON conversations (business_id, updated_at, id)",
            "CREATE INDEX conversations_status ON conversations (business_id, status, updated_at, id)",
            """
            CREATE INDEX conversations_assignee ON conversations (business_id, assignee_id, updated_at, id)
            WHERE assignee_id IS NOT NULL
            """,
            // These two begin with what refers to another table, for that is looked up when its row goes.
            "CREATE INDEX conversations_contact ON conversations (contact_id, id)",
            "CREATE INDEX conversations_service ON conversations (service_id, updated_at, id)",
            """
            CREATE TABLE conversation_tags (
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                tag TEXT NOT NULL CHECK (tag <> ''),
                PRIMARY KEY (business_id, conversation_id, tag),
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX conversation_tags_tag ON conversation_tags (business_id, tag, conversation_id)",
            // A contact, a user of the dashboard, or someone known by an identity or a messaging address alone.
            """
            CREATE TABLE participants (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                contact_id TEXT,
                user_id TEXT,
                identity TEXT,
                channel TEXT,
                address TEXT,
                proxy_address TEXT,
                attributes TEXT NOT NULL DEFAULT '{}',
                last_read_message_id TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                version INTEGER NOT NULL DEFAULT 1,
                UNIQUE (business_id, conversation_id, id),
                UNIQUE (business_id, conversation_id, identity),
                UNIQUE (business_id, conversation_id, channel, address),
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE
            )
            """,
            """
            ALTER TABLE messages ADD COLUMN kind TEXT NOT NULL DEFAULT 'text'
                CHECK (kind IN ('text', 'voice', 'image', 'video', 'document', 'location', 'contacts', 'other'))
            """,
            // Whether it is part of filling in a form.
            "ALTER TABLE messages ADD COLUMN is_form INTEGER NOT NULL DEFAULT 0 CHECK (is_form IN (0, 1))",
            // Who of the business wrote it: a user's id, or an API client's author.
            "ALTER TABLE messages ADD COLUMN author TEXT",
            "ALTER TABLE messages ADD COLUMN provider_id TEXT",
            """
            ALTER TABLE messages ADD COLUMN delivery TEXT
                CHECK (delivery IN ('queued', 'sent', 'delivered', 'read', 'failed'))
            """,
            "ALTER TABLE messages ADD COLUMN delivery_error TEXT",
            "ALTER TABLE messages ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}'",
            """
            CREATE UNIQUE INDEX messages_provider ON messages (business_id, provider_id) WHERE provider_id IS NOT NULL
            """,
            """
            CREATE TABLE message_media (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                message_id TEXT NOT NULL,
                content_type TEXT NOT NULL,
                filename TEXT,
                byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
                url TEXT,
                content BLOB,
                created_at INTEGER NOT NULL,
                FOREIGN KEY (business_id, conversation_id, message_id)
                    REFERENCES messages (business_id, conversation_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX message_media_message ON message_media (business_id, conversation_id, message_id)",
            """
            CREATE TABLE notes (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                author TEXT NOT NULL,
                text TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                version INTEGER NOT NULL DEFAULT 1,
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX notes_conversation ON notes (business_id, conversation_id, id)",
            // Those who wrote before contacts were kept: one contact for each such conversation, under its id.
            """
            INSERT INTO contacts (id, business_id, number, platform, token, created_at, updated_at)
            SELECT c.id, c.business_id, row_number() OVER (PARTITION BY c.business_id ORDER BY c.id),
                CASE c.channel WHEN 'web' THEN 'website' ELSE c.channel END, c.id, c.created_at, c.created_at
            FROM conversations c
            WHERE EXISTS (SELECT 1 FROM messages m
                WHERE m.business_id = c.business_id AND m.conversation_id = c.id AND m.sender = 'user')
            """,
            """
            UPDATE businesses SET last_contact_number =
                (SELECT count(*) FROM contacts c WHERE c.business_id = businesses.id)
            """,
            """
            UPDATE conversations SET
                contact_id = (SELECT k.id FROM contacts k WHERE k.business_id = conversations.business_id
                    AND k.id = conversations.id),
                message_count = (SELECT count(*) FROM messages m WHERE m.business_id = conversations.business_id
                    AND m.conversation_id = conversations.id),
                updated_at = coalesce((SELECT max(m.created_at) FROM messages m
                    WHERE m.business_id = conversations.business_id AND m.conversation_id = conversations.id),
                    created_at)
            """,
            "UPDATE conversations SET status = 'active' WHERE contact_id IS NOT NULL",
        ])
}
