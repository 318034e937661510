import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/services`: what groups conversations inside a business.
struct ServiceController {
    let access: ResourceAccess
    let services: any ServiceStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/services", use: list)
        router.post("api/services", use: create)
        router.get("api/services/:service", use: get)
        router.put("api/services/:service", use: update)
        router.patch("api/services/:service", use: update)
        router.delete("api/services/:service", use: delete)
    }

    struct ServiceResponse: Encodable {
        let sid: String
        let id: ServiceID
        let accountSid: String
        let friendlyName: String
        let dateCreated: String
        let dateUpdated: String
        let url: String
        let links: [String: String]

        init(_ service: ConversationService) {
            sid = ResourceKind.service.sid(service.id)
            id = service.id
            accountSid = ResourceKind.sid(service.business)
            friendlyName = service.name
            dateCreated = service.createdAt.iso8601
            dateUpdated = service.updatedAt.iso8601
            url = "/api/services/\(sid)"
            links = ["conversations": "/api/conversations?serviceSid=\(sid)"]
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await access.business(request, context, for: .manageBusiness)
        let page = try PageRequest(request)
        let only = try await access.service(request, in: business.id)
        let found = try await services.services(
            in: business.id, text: try request.textQuery("q"), after: try page.id(.service), limit: page.limit + 1)
        return try ResourceList(
            "services", found.filter { only == nil || $0.id == only }.map(ServiceResponse.init), page: page,
            links: PageLinks(request, publicURL: access.origins.publicURL), cursor: \.id
        ).response(context)
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await access.business(request, context, for: .manageBusiness)
        let name = try await RequestFields.of(request).required("friendly_name", 1...256)
        let now = Timestamp.now()
        let service = ConversationService(
            id: context.newResourceID(), business: business.id, name: name, createdAt: now, updatedAt: now)
        let made = try await services.create(service, loggedBy: context)
        return try reply(made, .created, request, context)
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try reply(try await service(request, context), .ok, request, context)
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await service(request, context)
        let version = try request.requiredVersion(of: EntityTag(version: stored.version))
        let name = try await RequestFields.of(request).text("friendly_name", 1...256)
        let saved = try await services.edit(stored, version: version, loggedBy: context) { service in
            if case .set(let name) = name { service.name = name }
        }
        return try reply(saved, .ok, request, context)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await service(request, context)
        let version = try request.requiredVersion(of: EntityTag(version: stored.version))
        try await services.delete(stored, version: version, loggedBy: context)
        return Response(status: .noContent)
    }

    private func service(_ request: Request, _ context: DeskRequestContext) async throws -> ConversationService {
        let business = try await access.business(request, context, for: .manageBusiness)
        let only = try await access.service(request, in: business.id)
        let id = try context.resourceParameter("service", .service, of: "service")
        guard only == nil || only == id, let service = try await services.service(id, in: business.id) else {
            throw APIError.notFound("service")
        }
        return service
    }

    private func reply(
        _ service: ConversationService, _ status: HTTPResponse.Status, _ request: Request,
        _ context: DeskRequestContext
    ) throws -> Response {
        let response = ServiceResponse(service)
        return try ResourceReply.make(
            response, tag: EntityTag(version: service.version), status: status,
            location: status == .created ? response.url : nil, to: request, context)
    }
}
