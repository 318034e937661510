public import DeskModel

extension SQLStore {
    /// Of each provider and business: a provider that sends nothing else must not fill the disk.
    private static let maximumUnknownEvents = 20
    /// Milliseconds.
    private static let unknownEventMemory: Int64 = 24 * 3_600_000

    public func keep(
        _ event: UnknownEvent, from provider: ChannelProvider, in business: BusinessID
    ) async throws {
        let key: [String: SQLValue] = [
            "business": .integer(business.rawValue), "provider": .text(provider.rawValue),
        ]
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO channel_unknown_events (id, business_id, provider, name, body, received_at)
                VALUES (:id, :business, :provider, :name, :body, :now)
                """,
                key.merging([
                    "id": .text(UUIDv7.next(now: event.receivedAt)), "name": .text(SQLValue.storable(event.name)),
                    "body": .text(SQLValue.storable(event.body)), "now": .integer(event.receivedAt.milliseconds),
                ]) { $1 })
            try transaction.execute(
                """
                DELETE FROM channel_unknown_events
                WHERE business_id = :business AND provider = :provider AND id NOT IN (
                    SELECT id FROM channel_unknown_events WHERE business_id = :business AND provider = :provider
                    ORDER BY id DESC LIMIT :limit)
                """, key.merging(["limit": .limit(Self.maximumUnknownEvents)]) { $1 })
        }
    }

    public func unknownEvents(
        from provider: ChannelProvider, in business: BusinessID
    ) async throws -> [UnknownEvent] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT name, body, received_at FROM channel_unknown_events
                WHERE business_id = :business AND provider = :provider ORDER BY id DESC
                """, ["business": .integer(business.rawValue), "provider": .text(provider.rawValue)]
            ).map {
                UnknownEvent(
                    name: try $0.text("name"), body: Array(try $0.text("body").utf8),
                    receivedAt: Timestamp(milliseconds: try $0.integer("received_at")))
            }
        }
    }

    static func forgetUnknownEvents(now: Timestamp, _ transaction: any SQLTransaction) throws {
        try transaction.execute(
            "DELETE FROM channel_unknown_events WHERE received_at < :before",
            ["before": .integer(now.milliseconds - unknownEventMemory)])
    }
}
