import DeskModel
import HTTPTypes
import Hummingbird

/// The manager of services, which group conversations inside a business (C11).
struct ServicePages {
    let shell: DashboardShell
    let services: any ServiceStore

    private static let limit = 100
    private static let longestName = 256

    struct Row: Sendable {
        let id: ServiceID
        let name: String
        let url: String
        let managerURL: String
        let since: Moment
        let version: Int
        let deleteText: String

        init(_ service: ConversationService, visit: Visit) {
            id = service.id
            name = service.name
            url = "\(visit.base)services/\(service.id)"
            managerURL = "\(visit.base)manager?service=\(service.id)"
            since = Moment(service.createdAt)
            version = service.version
            deleteText = visit.texts.fill("delete_service_text", ["name": service.name])
        }
    }

    struct View: Sendable {
        let rows: [Row]
        let isEmpty: Bool
        let action: String
    }

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("services", use: list)
        router.post("services", use: create)
        router.post("services/:service", use: rename)
        router.get("services/:service/delete", use: confirmDeletion)
        router.post("services/:service/delete", use: delete)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let stored = try await services.services(
            in: try visit.requireBusiness().id, text: nil, after: nil, limit: Self.limit)
        return shell.page(
            "services", "services", title: visit.texts["nav_services"], visit: visit,
            view: View(
                rows: stored.map { Row($0, visit: visit) }, isEmpty: stored.isEmpty,
                action: "\(visit.base)services"))
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let fields = try await shell.fields(request, visit)
        let now = Timestamp.now()
        let service = ConversationService(
            id: UUIDv7.next(now: now), business: try visit.requireBusiness().id, name: try Self.name(fields),
            createdAt: now, updatedAt: now)
        _ = try await services.create(service, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("services", after: .created))
    }

    @Sendable func rename(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let fields = try await shell.fields(request, visit)
        let stored = try await service(context, visit)
        let name = try Self.name(fields)
        _ = try await services.edit(stored, version: Int(fields["version"]), loggedBy: context) { $0.name = name }
        return DashboardShell.redirect(to: visit.page("services", after: .saved))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let row = Row(try await service(context, visit), visit: visit)
        return shell.confirmation(
            "services", visit: visit,
            Confirmation(
                heading: visit.texts["delete_service"], text: row.deleteText, action: visit.texts["delete"],
                url: "\(row.url)/delete", backURL: "\(visit.base)services"))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        _ = try await shell.fields(request, visit)
        let stored = try await service(context, visit)
        try await services.delete(stored, version: nil, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("services", after: .deleted))
    }

    private func service(_ context: DeskRequestContext, _ visit: Visit) async throws -> ConversationService {
        let id = try context.uuidParameter("service", of: "service")
        guard let found = try await services.service(id, in: try visit.requireBusiness().id) else {
            throw APIError.notFound("service")
        }
        return found
    }

    private static func name(_ fields: PageForm) throws(APIError) -> String {
        try FormInput.text(fields["name"], "name", 1...longestName, isLine: true)
    }
}
