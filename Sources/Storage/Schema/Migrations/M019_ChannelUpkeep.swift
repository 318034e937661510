extension Migration {
    /// Files among what goes to providers, and what finds the ledger's oldest.
    static let channelUpkeep = Migration(
        name: "019_channel_upkeep",
        statements: [
            // The file that a piece hands over; its text is what takes the file's place where it cannot be.
            "ALTER TABLE channel_deliveries ADD COLUMN media_id TEXT",
            "CREATE INDEX channel_events_received ON channel_events (received_at)",
            "CREATE INDEX channel_reports_updated ON channel_reports (updated_at)",
        ])
}
