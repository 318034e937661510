import DeskModel
import Foundation
import HTTPTypes
import Hummingbird

/// `/api/businesses` and their keys.
struct BusinessController {
    let businesses: any BusinessStore
    let library: DocumentLibrary
    let models: any ModelCatalog

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses", use: list)
        router.post("api/businesses", use: create)
        router.get("api/businesses/:business", use: get)
        router.patch("api/businesses/:business", use: update)
        router.put("api/businesses/:business", use: update)
        router.delete("api/businesses/:business", use: delete)
        router.get("api/businesses/:business/keys", use: listKeys)
        router.post("api/businesses/:business/keys", use: createKey)
        router.delete("api/businesses/:business/keys/:key", use: revokeKey)
    }

    struct CreateRequest: Decodable {
        let name: String
        let settings: BusinessSettings?
    }

    struct UpdateRequest: Decodable {
        let name: String?
        /// A JSON Merge Patch of the settings.
        let settings: JSONValue?
    }

    struct BusinessResponse: ResponseEncodable {
        let id: BusinessID
        let name: String
        let settings: BusinessSettings
        let createdAt: String
        /// The embedding model that serves it now.
        let servedModel: String?
        /// The embedding model that is to serve it, and why.
        let embedding: EmbeddingResponse
        /// Of one business that is asked for; a list leaves it out.
        let languages: LanguageUse?

        init(_ business: Business, _ models: any ModelCatalog, languages: LanguageUse? = nil) {
            id = business.id
            name = business.name
            settings = business.settings.withoutSecrets
            createdAt = business.createdAt.iso8601
            servedModel = business.servedModel
            embedding = EmbeddingResponse(models.embeddingDecision(for: business))
            self.languages = languages
        }
    }

    struct EmbeddingResponse: Encodable {
        let model: String
        let automatic: Bool
        let reason: String

        init(_ decision: EmbeddingDecision) {
            model = decision.model
            automatic = decision.isAutomatic
            reason = decision.reason
        }
    }

    struct CreatedResponse: ResponseEncodable {
        let id: BusinessID
        let name: String
        let settings: BusinessSettings
        let createdAt: String
        let apiKey: String
        let widgetKey: String
    }

    struct KeyRequest: Decodable {
        let kind: AccessKey.Kind?
        let label: String?
    }

    struct KeyResponse: ResponseEncodable {
        let id: String
        let kind: AccessKey.Kind
        let label: String
        let prefix: String
        let createdAt: String
        let revokedAt: String?
        /// Present once, in the answer that made the key.
        let key: String?

        init(_ key: AccessKey, secret: String? = nil) {
            id = key.id
            kind = key.kind
            label = key.label
            prefix = key.prefix
            createdAt = key.createdAt.iso8601
            revokedAt = key.revokedAt?.iso8601
            self.key = secret
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        BusinessResponse
    > {
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        switch context.principal {
        case .business(let own):
            let business = try await businesses.business(own)
            return ListResponse(business.map { [BusinessResponse($0, models)] } ?? [], limit: limit) {
                $0.id.description
            }
        case .user(let user):
            let after = try request.integerQuery("after", in: 0...Int.max, default: 0)
            let own = user.roles.keys.filter { $0.rawValue > after }.sorted().prefix(limit)
            var page: [BusinessResponse] = []
            for id in own {
                if let business = try await businesses.business(id) { page.append(BusinessResponse(business, models)) }
            }
            return ListResponse(page, limit: limit) { $0.id.description }
        default:
            try context.principal.requireOperator()
            let after = try request.integerQuery("after", in: 0...Int.max, default: 0)
            let page = try await businesses.businesses(after: BusinessID(Int64(after)), limit: limit)
            return ListResponse(page.map { BusinessResponse($0, models) }, limit: limit) { $0.id.description }
        }
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<CreatedResponse>
    {
        try context.principal.requireOperator()
        let input = try await request.decode(as: CreateRequest.self, context: context)
        let name = try Self.validated(name: input.name)
        let settings = try (input.settings ?? BusinessSettings()).validated()
        typealias Created = (business: Business, secret: IssuedKey, widget: IssuedKey)
        let describe: @Sendable (Created) -> AuditNote = {
            AuditNote("business/\($0.business.id)", after: BusinessResponse($0.business, models))
        }
        let created = try await context.audited("business.create", in: [nil], describe) {
            try await businesses.createBusiness(name: name, settings: settings)
        }
        return EditedResponse(
            status: .created,
            response: CreatedResponse(
                id: created.business.id, name: created.business.name,
                settings: created.business.settings.withoutSecrets,
                createdAt: created.business.createdAt.iso8601, apiKey: created.secret.secret,
                widgetKey: created.widget.secret))
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await reply(try await context.managedBusiness(in: businesses, for: .read), request, context)
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await context.managedBusiness(in: businesses)
        let version = try request.requiredVersion(of: EntityTag(version: stored.version))
        let input = try await request.decode(as: UpdateRequest.self, context: context)
        let name = try input.name.map { try Self.validated(name: $0) }
        let patch = input.settings
        let saved = try await businesses.edit(stored.id, version: version, models, loggedBy: context) { business in
            if let name { business.name = name }
            if let patch { business.settings = try business.settings.merged(with: patch).validated() }
        }
        return try await reply(saved, request, context)
    }

    private func reply(
        _ business: Business, _ request: Request, _ context: DeskRequestContext
    ) async throws -> Response {
        let response = BusinessResponse(business, models, languages: try await businesses.languageUse(of: business.id))
        return try ResourceReply.make(
            response, tag: EntityTag(version: business.version, showing: response), to: request, context)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await context.managedBusiness(in: businesses, for: .deleteBusiness)
        let version = try request.requiredVersion(of: EntityTag(version: business.version))
        // Its own log goes with it, so that the server's keeps the end of it.
        let note = AuditNote("business/\(business.id)", before: BusinessResponse(business, models))
        let isDeleted = try await context.audited("business.delete", in: nil, note) {
            try await businesses.deleteBusiness(business.id, version: version)
        }
        guard isDeleted else { throw APIError.notFound("business") }
        try await library.forget(business.id)
        return Response(status: .noContent)
    }

    @Sendable func listKeys(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<KeyResponse>
    {
        let business = try await context.managedBusiness(in: businesses)
        let keys = try await businesses.keys(of: business.id)
        return ListResponse(keys.map { KeyResponse($0) }, limit: .max) { $0.id }
    }

    @Sendable func createKey(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<KeyResponse>
    {
        let business = try await context.managedBusiness(in: businesses)
        let input = try await request.decode(as: KeyRequest.self, context: context)
        let label = input.label ?? ""
        guard label.count <= 100 else {
            throw APIError.badRequest("invalid_request", "`label` is longer than 100 characters.", field: "label")
        }
        let describe: @Sendable (IssuedKey) -> AuditNote = {
            AuditNote("key/\($0.key.id)", after: KeyResponse($0.key))
        }
        let issued = try await context.audited("key.create", in: [business.id], describe) {
            try await businesses.issueKey(for: business.id, kind: input.kind ?? .secret, label: label)
        }
        return EditedResponse(status: .created, response: KeyResponse(issued.key, secret: issued.secret))
    }

    @Sendable func revokeKey(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await context.managedBusiness(in: businesses)
        let key = try context.uuidParameter("key", of: "key")
        let before = try await businesses.keys(of: business.id).first { $0.id == key }
        let note = AuditNote("key/\(key)", before: before.map { KeyResponse($0) })
        let isFound = try await context.audited("key.revoke", in: business.id, note) {
            try await businesses.revokeKey(key, of: business.id)
        }
        guard isFound else { throw APIError.notFound("key") }
        return Response(status: .noContent)
    }

    static func validated(name: String) throws(APIError) -> String {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...200).contains(name.count), !name.unicodeScalars.contains(where: { $0.value < 32 }) else {
            throw .badRequest(
                "invalid_request", "`name` must have 1 to 200 printable characters.", field: "name",
                phrase: .length(1...200))
        }
        return name
    }
}
