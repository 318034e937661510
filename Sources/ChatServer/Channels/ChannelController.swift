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
        router.post("api/businesses/:business/channels/:provider/check", use: check)
    }

    private var editor: ChannelEditor { ChannelEditor(channels: channels) }

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
        /// What the provider's requests came to since the server started.
        let activity: ActivityResponse
        let createdAt: String
        let updatedAt: String

        struct ActivityResponse: Encodable {
            let accepted: Int
            let ignored: Int
            let refused: Int
            let malformed: Int
            let failed: Int
            let lastEventAt: String?
            let lastProblemAt: String?
        }

        init(_ connection: ChannelConnection, _ channels: ChannelServices) {
            let environment = channels.environment
            let seen = channels.intake.health.activity(of: connection.provider, in: connection.business)
            activity = ActivityResponse(
                accepted: seen.accepted, ignored: seen.ignored, refused: seen.refused, malformed: seen.malformed,
                failed: seen.failed, lastEventAt: seen.lastEventAt?.iso8601,
                lastProblemAt: seen.lastProblemAt?.iso8601)
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
            connections.map { ChannelResponse($0, channels) }, limit: .max
        ) { $0.provider.rawValue }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> ChannelResponse {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let provider = try Self.provider(context)
        guard let connection = try await channels.store.connection(provider, of: business.id) else {
            throw APIError.notFound("channel")
        }
        return ChannelResponse(connection, channels)
    }

    @Sendable func put(_ request: Request, _ context: DeskRequestContext) async throws -> ChannelResponse {
        let business = try await context.managedBusiness(in: businesses)
        let provider = try Self.provider(context)
        let input = try await request.decode(as: PutRequest.self, context: context)
        let known = try await editor.connection(provider, of: business.id)
        let connection = try editor.applied(
            input.values, enabled: input.enabled,
            to: known ?? ChannelConnection(business: business.id, provider: provider),
            isOperator: context.principal == .operator_)
        return ChannelResponse(try await editor.save(connection, replacing: known, context), channels)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await context.managedBusiness(in: businesses)
        try await editor.forget(try Self.provider(context), of: business.id, context)
        return Response(status: .noContent)
    }

    struct CheckResponse: ResponseEncodable {
        let ok: Bool
        let problems: [String]
    }

    /// Asks the provider whether the values are right.
    @Sendable func check(_ request: Request, _ context: DeskRequestContext) async throws -> CheckResponse {
        let business = try await context.managedBusiness(in: businesses)
        guard let connection = try await editor.connection(try Self.provider(context), of: business.id) else {
            throw APIError.notFound("channel")
        }
        let problems = await channels.check.problems(of: connection)
        return CheckResponse(ok: problems.isEmpty, problems: problems)
    }

    static func provider(_ context: DeskRequestContext) throws(APIError) -> ChannelProvider {
        guard let provider = context.parameters.get("provider").flatMap(ChannelProvider.init(rawValue:)) else {
            throw .notFound("channel")
        }
        return provider
    }
}
