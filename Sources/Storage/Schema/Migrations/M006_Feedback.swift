extension Migration {
    static let feedback = Migration(
        name: "006_feedback",
        statements: [
            // What came of the question that a message answers; talk is a greeting or thanks, which asks nothing.
            """
            ALTER TABLE messages ADD COLUMN outcome TEXT CHECK (outcome IN ('answered', 'declined', 'talk'))
            """,
            // Both columns hold JSON that we wrote, without spaces; a quote inside one of its texts is escaped, so that
            // these patterns meet the members alone.
            """
            UPDATE messages SET outcome = CASE
                WHEN answer LIKE '%"answered":true%' THEN 'answered'
                WHEN (SELECT content FROM receipts r WHERE r.business_id = messages.business_id
                        AND r.conversation_id = messages.conversation_id AND r.id = messages.receipt_id)
                    LIKE '%"embeddingModel":""%' THEN 'talk'
                ELSE 'declined' END
            WHERE answer IS NOT NULL
            """,
            "CREATE INDEX messages_outcome ON messages (business_id, outcome, id)",
            """
            CREATE TABLE feedback (
                business_id INTEGER NOT NULL,
                conversation_id TEXT NOT NULL,
                message_id TEXT NOT NULL,
                rating TEXT NOT NULL CHECK (rating IN ('up', 'down')),
                reason TEXT,
                updated_at INTEGER NOT NULL,
                PRIMARY KEY (business_id, conversation_id, message_id),
                FOREIGN KEY (business_id, conversation_id, message_id)
                    REFERENCES messages (business_id, conversation_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX feedback_message ON feedback (business_id, message_id)",
            "CREATE INDEX feedback_rating ON feedback (business_id, rating, message_id)",
        ])
}
