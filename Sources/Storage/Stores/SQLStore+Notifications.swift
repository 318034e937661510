public import DeskModel

extension SQLStore: NotificationStore, EventStore {
    public func notificationSettings(of business: BusinessID) async throws -> NotificationSettings {
        try await database.read { try $0.notificationSettings(of: business) }
    }

    public func setNotificationSettings(_ settings: NotificationSettings, of business: BusinessID) async throws {
        let now = Timestamp.now()
        try await database.write { transaction in
            try transaction.requireBusiness(business)
            try transaction.execute(
                """
                INSERT INTO notification_settings (business_id, content, updated_at) VALUES (:business, :content, :now)
                ON CONFLICT (business_id) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at
                """,
                [
                    "business": .integer(business.rawValue), "content": try JSONColumn.encode(settings),
                    "now": .integer(now.milliseconds),
                ])
        }
    }

    public func emit(_ event: DeskEvent) async throws {
        try await writeSending { transaction in
            try transaction.requireBusiness(event.business)
            try transaction.emit(event)
        }
    }
}

extension SQLTransaction {
    /// The defaults when nothing was set.
    func notificationSettings(of business: BusinessID) throws -> NotificationSettings {
        let stored = try row(
            "SELECT content FROM notification_settings WHERE business_id = :business",
            ["business": .integer(business.rawValue)])
        return try stored.map { try JSONColumn.decode(NotificationSettings.self, from: try $0.text("content")) }
            ?? NotificationSettings()
    }
}
