extension Migration {
    static let conversations = Migration(
        name: "003_conversations",
        statements: [
            """
            CREATE TABLE conversations (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                channel TEXT NOT NULL CHECK (channel <> ''),
                created_at INTEGER NOT NULL,
                UNIQUE (business_id, id)
            )
            """,
            """
            CREATE TABLE receipts (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                content TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                UNIQUE (business_id, conversation_id, id),
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE
            )
            """,
            // A message is answered once, and by a message of its own conversation.
            """
            CREATE TABLE messages (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                sender TEXT NOT NULL CHECK (sender IN ('user', 'assistant', 'system', 'human')),
                text TEXT NOT NULL,
                reply_to TEXT,
                answer TEXT,
                receipt_id TEXT,
                waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting IN (0, 1)),
                created_at INTEGER NOT NULL,
                UNIQUE (business_id, conversation_id, id),
                UNIQUE (business_id, conversation_id, reply_to),
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE,
                FOREIGN KEY (business_id, conversation_id, reply_to)
                    REFERENCES messages (business_id, conversation_id, id),
                FOREIGN KEY (business_id, conversation_id, receipt_id)
                    REFERENCES receipts (business_id, conversation_id, id)
            )
            """,
            "CREATE INDEX messages_waiting ON messages (id) WHERE waiting = 1",
            "CREATE INDEX messages_receipt ON messages (business_id, conversation_id, receipt_id)",
        ])
}
