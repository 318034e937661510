extension Migration {
    /// What providers sent that nothing is known of.
    static let unknownEvents = Migration(
        name: "022_unknown_events",
        statements: [
            """
            CREATE TABLE channel_unknown_events (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                provider TEXT NOT NULL,
                name TEXT NOT NULL,
                body TEXT NOT NULL,
                received_at INTEGER NOT NULL
            )
            """,
            """
            CREATE INDEX channel_unknown_events_business ON channel_unknown_events (business_id, provider, id)
            """,
            "CREATE INDEX channel_unknown_events_received ON channel_unknown_events (received_at)",
        ])
}
