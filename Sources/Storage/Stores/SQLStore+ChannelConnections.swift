public import DeskModel

extension SQLStore {
    public func connection(
        _ provider: ChannelProvider, of business: BusinessID
    ) async throws -> ChannelConnection? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM channel_connections WHERE business_id = :business AND provider = :provider",
                ["business": .integer(business.rawValue), "provider": .text(provider.rawValue)]
            ).map(Self.connection)
        }
    }

    public func connections(of business: BusinessID) async throws -> [ChannelConnection] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT * FROM channel_connections WHERE business_id = :business ORDER BY provider",
                ["business": .integer(business.rawValue)]
            ).map(Self.connection)
        }
    }

    public func connections(
        _ provider: ChannelProvider, routedBy key: String
    ) async throws -> [ChannelConnection] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT c.* FROM channel_routes r
                JOIN channel_connections c ON c.business_id = r.business_id AND c.provider = r.provider
                WHERE r.provider = :provider AND r.route = :route ORDER BY r.business_id LIMIT 100
                """, ["provider": .text(provider.rawValue), "route": .text(key)]
            ).map(Self.connection)
        }
    }

    public func save(_ connection: ChannelConnection, routes: [String]) async throws -> ChannelConnection {
        let settings = try JSONColumn.encode(connection.settings)
        let secrets = try JSONColumn.encode(connection.secrets)
        let now = Timestamp.now()
        return try await database.write { transaction in
            try transaction.requireBusiness(connection.business)
            let key: [String: SQLValue] = [
                "business": .integer(connection.business.rawValue), "provider": .text(connection.provider.rawValue),
            ]
            let row = try transaction.row(
                """
                INSERT INTO channel_connections (business_id, provider, is_enabled, is_operated, settings, secrets,
                    created_at, updated_at)
                VALUES (:business, :provider, :enabled, :operated, :settings, :secrets, :now, :now)
                ON CONFLICT (business_id, provider) DO UPDATE SET is_enabled = excluded.is_enabled,
                    is_operated = excluded.is_operated, settings = excluded.settings, secrets = excluded.secrets,
                    updated_at = excluded.updated_at, version = channel_connections.version + 1
                RETURNING *
                """,
                key.merging([
                    "enabled": .integer(connection.isEnabled ? 1 : 0),
                    "operated": .integer(connection.isOperated ? 1 : 0), "settings": settings, "secrets": secrets,
                    "now": .integer(now.milliseconds),
                ]) { $1 })
            try transaction.execute(
                "DELETE FROM channel_routes WHERE business_id = :business AND provider = :provider", key)
            for route in Set(routes) where !route.isEmpty {
                try transaction.execute(
                    "INSERT INTO channel_routes (provider, route, business_id) VALUES (:provider, :route, :business)",
                    key.merging(["route": .text(route)]) { $1 })
            }
            guard let saved = try row.map(Self.connection) else { throw StoreError.failed("no row for a connection") }
            return saved
        }
    }

    public func deleteConnection(_ provider: ChannelProvider, of business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM channel_connections WHERE business_id = :business AND provider = :provider",
                ["business": .integer(business.rawValue), "provider": .text(provider.rawValue)]) > 0
        }
    }

    private static func connection(_ row: SQLRow) throws -> ChannelConnection {
        guard let provider = ChannelProvider(rawValue: try row.text("provider")) else {
            throw SQLError.malformedValue("provider")
        }
        return ChannelConnection(
            business: BusinessID(try row.integer("business_id")), provider: provider,
            isEnabled: try row.integer("is_enabled") == 1,
            settings: try JSONColumn.decode([String: String].self, from: try row.text("settings")),
            secrets: try JSONColumn.decode([String: String].self, from: try row.text("secrets")),
            isOperated: try row.integer("is_operated") == 1,
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")), version: try row.int("version"))
    }
}
