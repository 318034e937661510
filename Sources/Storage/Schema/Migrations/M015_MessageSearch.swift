extension Migration {
    /// Full-text search over messages, and the place of each in its conversation.
    static let messageSearch = Migration(
        name: "015_message_search",
        statements: [
            // Twilio's `index`: counts up within a conversation, and is never given twice.
            "ALTER TABLE messages ADD COLUMN position INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE conversations ADD COLUMN next_position INTEGER NOT NULL DEFAULT 0",
            """
            UPDATE messages SET position = counted.position FROM (
                SELECT id, row_number() OVER (PARTITION BY business_id, conversation_id ORDER BY id) - 1 AS position
                FROM messages) counted
            WHERE counted.id = messages.id
            """,
            "UPDATE conversations SET next_position = message_count",
            // The terms carry their business's number in front, so that one index serves all and no query can reach
            // another's words. The id counts up: newest first is its order backwards.
            """
            CREATE TABLE message_terms (
                id INTEGER NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                message_id TEXT NOT NULL,
                terms TEXT NOT NULL,
                UNIQUE (business_id, conversation_id, message_id),
                FOREIGN KEY (business_id, conversation_id, message_id)
                    REFERENCES messages (business_id, conversation_id, id) ON DELETE CASCADE
            )
            """,
            """
            CREATE VIRTUAL TABLE fts_messages USING fts5(
                terms, content='message_terms', content_rowid='id',
                tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")
            """,
            // Whatever removes a message, also a business or a conversation that goes, takes its words along.
            """
            CREATE TRIGGER message_terms_added AFTER INSERT ON message_terms BEGIN
                INSERT INTO fts_messages (rowid, terms) VALUES (new.id, new.terms);
            END
            """,
            """
            CREATE TRIGGER message_terms_removed AFTER DELETE ON message_terms BEGIN
                INSERT INTO fts_messages (fts_messages, rowid, terms) VALUES ('delete', old.id, old.terms);
            END
            """,
        ])
}
