import Channels
import DeskModel

/// Makes changes to how businesses are connected, for the API and the pages alike.
struct ChannelEditor {
    let channels: ChannelServices

    /// A connection with new values.
    ///
    /// - Parameters:
    ///   - values: by the settings' names; `nil` or an empty one forgets a value, one left out stays.
    ///   - isOperator: whether who asks runs the server.
    /// - Throws: 400 for a name or a value that is none.
    func applied(
        _ values: [String: String?], enabled: Bool?, to known: ChannelConnection, isOperator: Bool
    ) throws(APIError) -> ChannelConnection {
        var connection = known
        let schema = ChannelSetting.all(of: known.provider)
        for (name, value) in values {
            guard let setting = schema.first(where: { $0.name == name }) else {
                let names = schema.map(\.name).joined(separator: ", ")
                throw APIError.badRequest(
                    "unknown_setting", "There is no setting of that name: there are enabled, \(names).",
                    field: String(name.prefix(100)))
            }
            if let value, !value.isEmpty, !setting.isValid(value) {
                throw APIError.badRequest("invalid_request", "`\(name)` must be \(setting.rule).", field: name)
            }
            let kept = value.flatMap { $0.isEmpty ? nil : $0 }
            if setting.isSecret { connection.secrets[name] = kept } else { connection.settings[name] = kept }
        }
        if let enabled { connection.isEnabled = enabled }
        // Only the operator may point the server into the network that it stands in.
        if values.keys.contains("api_base") { connection.isOperated = isOperator }
        return connection
    }

    func connection(_ provider: ChannelProvider, of business: BusinessID) async throws -> ChannelConnection? {
        try await channels.store.connection(provider, of: business)
    }

    /// Stores a connection, and notes who changed it.
    func save(
        _ connection: ChannelConnection, replacing known: ChannelConnection?, _ context: DeskRequestContext
    ) async throws -> ChannelConnection {
        let note = AuditNote(
            "channel/\(connection.provider.rawValue)",
            before: known.map { ChannelController.ChannelResponse($0, channels) },
            after: ChannelController.ChannelResponse(connection, channels))
        return try await context.audited("channel.connect", in: connection.business, note) {
            try await channels.store.save(connection, routes: channels.intake.routes(of: connection))
        }
    }

    /// - Throws: 404 when there is no such connection.
    func forget(
        _ provider: ChannelProvider, of business: BusinessID, _ context: DeskRequestContext
    ) async throws {
        let note = AuditNote("channel/\(provider.rawValue)")
        let isFound = try await context.audited("channel.forget", in: business, note) {
            try await channels.store.deleteConnection(provider, of: business)
        }
        guard isFound else { throw APIError.notFound("channel") }
    }
}
