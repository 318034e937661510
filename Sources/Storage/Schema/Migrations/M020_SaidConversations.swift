extension Migration {
    /// The inbox shows conversations in which something was said; chats that were only opened are many more.
    static let saidConversations = Migration(
        name: "020_said_conversations",
        statements: [
            """
            CREATE INDEX conversations_said ON conversations (business_id, updated_at, id) WHERE message_count > 0
            """,
            """
            CREATE INDEX conversations_said_status ON conversations (business_id, status, updated_at, id)
                WHERE message_count > 0
            """,
        ])
}
