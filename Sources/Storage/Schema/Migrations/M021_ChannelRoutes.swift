extension Migration {
    /// Connections that were made before accounts were a route are found by their account, too.
    static let channelRoutes = Migration(
        name: "021_channel_routes",
        statements: [
            """
            INSERT INTO channel_routes (provider, route, business_id)
            SELECT provider, 'account:' || json_extract(settings, '$.whatsapp_business_account_id'), business_id
            FROM channel_connections
            WHERE provider = 'whatsapp' AND json_extract(settings, '$.whatsapp_business_account_id') <> ''
            """
        ])
}
