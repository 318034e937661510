import Channels
import DeskModel
import Foundation
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/channels`: how a business is connected to providers.
struct ChannelController {
    let businesses: any BusinessStore
    let channels: ChannelServices

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/channels", use: list)
        router.get("api/businesses/:business/channels/:provider", use: get)
        router.put("api/businesses/:business/channels/:provider", use: put)
        router.delete("api/businesses/:business/channels/:provider", use: delete)
    }

    /// Secrets are shown as whether they are set.
    struct ChannelResponse: ResponseEncodable {
        let provider: ChannelProvider
        let enabled: Bool
        let settings: [String: String]
        /// Names of the secrets that are set.
        let secrets: [String]
        /// Where the provider is to send its events.
        let webhookUrls: [String]
        /// What is missing, a sentence each; empty when the channel can work.
        let problems: [String]
        let createdAt: String
        let updatedAt: String

        init(_ connection: ChannelConnection, environment: ChannelEnvironment) {
            provider = connection.provider
            enabled = connection.isEnabled
            settings = connection.settings
            secrets = connection.secrets.keys.sorted()
            webhookUrls = ChannelSetup.webhookURLs(of: connection, publicURL: environment.publicURL)
            problems = ChannelSetup.problems(of: connection, publicURL: environment.publicURL)
            createdAt = connection.createdAt.iso8601
            updatedAt = connection.updatedAt.iso8601
        }
    }

    /// Names and values of settings; `null` forgets one, a name left out keeps it.
    struct PutRequest: Decodable {
        let values: [String: String?]
        let enabled: Bool?

        init(from decoder: any Decoder) throws {
            var values: [String: String?] = [:]
            var enabled: Bool?
            let container = try decoder.container(keyedBy: Name.self)
            for key in container.allKeys {
                if key.stringValue == "enabled" {
                    enabled = try container.decode(Bool.self, forKey: key)
                } else if try container.decodeNil(forKey: key) {
                    values[key.stringValue] = .some(nil)
                } else if let flag = try? container.decode(Bool.self, forKey: key) {
                    values[key.stringValue] = String(flag)
                } else if let list = try? container.decode([String].self, forKey: key) {
                    values[key.stringValue] = list.joined(separator: ",")
                } else if let number = try? container.decode(Int64.self, forKey: key) {
                    values[key.stringValue] = String(number)
                } else {
                    values[key.stringValue] = try container.decode(String.self, forKey: key)
                }
            }
            self.values = values
            self.enabled = enabled
        }

        private struct Name: CodingKey {
            let stringValue: String
            let intValue: Int? = nil
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { return nil }
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        ChannelResponse
    > {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let connections = try await channels.store.connections(of: business.id)
        return ListResponse(
            connections.map { ChannelResponse($0, environment: channels.environment) }, limit: .max
        ) { $0.provider.rawValue }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> ChannelResponse {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let provider = try Self.provider(context)
        guard let connection = try await channels.store.connection(provider, of: business.id) else {
            throw APIError.notFound("channel")
        }
        return ChannelResponse(connection, environment: channels.environment)
    }

    @Sendable func put(_ request: Request, _ context: DeskRequestContext) async throws -> ChannelResponse {
        let business = try await context.managedBusiness(in: businesses)
        let provider = try Self.provider(context)
        let input = try await request.decode(as: PutRequest.self, context: context)
        let known = try await channels.store.connection(provider, of: business.id)
        var connection = known ?? ChannelConnection(business: business.id, provider: provider)
        let schema = ChannelSetting.all(of: provider)
        for (name, value) in input.values {
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
        if let enabled = input.enabled { connection.isEnabled = enabled }
        // Only the operator may point the server into the network that it stands in.
        if input.values.keys.contains("api_base") { connection.isOperated = context.principal == .operator_ }
        let note = AuditNote(
            "channel/\(provider.rawValue)",
            before: known.map { ChannelResponse($0, environment: channels.environment) },
            after: ChannelResponse(connection, environment: channels.environment))
        let saved = try await context.audited("channel.connect", in: business.id, note) { [connection] in
            try await channels.store.save(connection, routes: channels.intake.routes(of: connection))
        }
        return ChannelResponse(saved, environment: channels.environment)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await context.managedBusiness(in: businesses)
        let provider = try Self.provider(context)
        let note = AuditNote("channel/\(provider.rawValue)")
        let isFound = try await context.audited("channel.forget", in: business.id, note) {
            try await channels.store.deleteConnection(provider, of: business.id)
        }
        guard isFound else { throw APIError.notFound("channel") }
        return Response(status: .noContent)
    }

    private static func provider(_ context: DeskRequestContext) throws(APIError) -> ChannelProvider {
        guard let provider = context.parameters.get("provider").flatMap(ChannelProvider.init(rawValue:)) else {
            throw .notFound("channel")
        }
        return provider
    }
}
