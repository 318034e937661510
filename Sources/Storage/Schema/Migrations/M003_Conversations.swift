extension Migration {
    static let conversations = Migration(
        name: "003_conversations",
        statements: [
            """
            CREATE TABLE conversations (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                channel TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                UNIQUE (business_id, id)
            )
            """,
            """
            CREATE TABLE receipts (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                content TEXT NOT NULL,
                created_at INTEGER NOT NULL
            )
            """,
            "CREATE INDEX receipts_business ON receipts (business_id, id)",
            """
            CREATE TABLE messages (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                sender TEXT NOT NULL CHECK (sender IN ('user', 'assistant', 'system', 'human')),
                text TEXT NOT NULL,
                reply_to TEXT UNIQUE,
                answer TEXT,
                receipt_id TEXT REFERENCES receipts (id) ON DELETE SET NULL,
                waiting INTEGER NOT NULL DEFAULT 0,
                created_at INTEGER NOT NULL,
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX messages_conversation ON messages (business_id, conversation_id, id)",
            "CREATE INDEX messages_waiting ON messages (id) WHERE waiting = 1",
            "CREATE INDEX messages_receipt ON messages (receipt_id)",
        ])
}
