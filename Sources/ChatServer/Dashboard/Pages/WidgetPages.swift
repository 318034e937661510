import DeskModel
import Hummingbird

/// The page of the chat on the business's own pages: how it looks, its snippet, and what proves who visitors are.
struct WidgetPages {
    /// Knows the settings and keys of the business.
    let pages: BusinessPages
    let identities: any IdentityStore

    private var shell: DashboardShell { pages.shell }

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("widget", use: widget)
        router.post("widget", use: save)
        router.post("widget/key", use: createKey)
        router.post("widget/identity", use: createIdentityKey)
        router.get("widget/identity/rotate", use: confirmation(of: "rotate"))
        router.post("widget/identity/rotate", use: rotateIdentityKey)
        router.get("widget/identity/delete", use: confirmation(of: "delete"))
        router.post("widget/identity/delete", use: deleteIdentityKey)
    }

    @Sendable func widget(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await page(try await shell.visit(request, context, for: .manageBusiness), issued: nil, request)
    }

    @Sendable func save(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let fields = try await shell.fields(request, visit)
        _ = try await pages.businesses.edit(
            visit.requireBusiness().id, pages.models, loggedBy: context
        ) { business in
            business.settings.greeting = fields.optional("greeting")
            business.settings.color = fields.optional("color")?.lowercased()
            business.settings.allowedOrigins = fields.lines("allowed_origins")
            business.settings.requireIdentity = fields.isSet("require_identity") ? true : nil
            business.settings = try business.settings.validated()
        }
        return DashboardShell.redirect(to: visit.page("widget", after: .saved))
    }

    @Sendable func createKey(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        _ = try await shell.fields(request, visit)
        let made = try await pages.issueKey(.widget, label: visit.texts["nav_widget"], visit, context)
        let issued = IssuedKeysView(widget: made.secret, server: pages.server(request))
        return try await page(visit, issued: issued, request)
    }

    private func page(_ visit: Visit, issued: IssuedKeysView?, _ request: Request) async throws -> Response {
        let business = try visit.requireBusiness()
        let view = WidgetView(
            business, key: try await identities.identityKey(of: business.id), issued: issued,
            server: pages.server(request), visit: visit)
        return shell.page(
            "widget", "widget", title: visit.texts["nav_widget"], visit: visit, scripts: ["preview.js"], view: view)
    }

    // MARK: Who visitors are

    /// Makes a key and shows it: this page is the only one that ever does, so it is no redirect.
    @Sendable func createIdentityKey(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, business) = try await acting(request, context)
        let key = try await identities.makeIdentityKey(of: business, loggedBy: context)
        return try await page(visit, showing: key, request)
    }

    @Sendable func rotateIdentityKey(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, business) = try await acting(request, context)
        let key = try await identities.rotateIdentityKey(of: business, loggedBy: context)
        return try await page(visit, showing: key, request)
    }

    @Sendable func deleteIdentityKey(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, business) = try await acting(request, context)
        try await identities.deleteIdentityKey(of: business, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("widget", after: .deleted))
    }

    private func page(_ visit: Visit, showing key: IdentityKey, _ request: Request) async throws -> Response {
        let issued = IssuedKeysView(identity: key.secret, server: pages.server(request))
        return try await page(visit, issued: issued, request)
    }

    /// - Parameter verb: what is done with the key: the last part of the path, and the first of the texts' names.
    private func confirmation(
        of verb: String
    ) -> @Sendable (Request, DeskRequestContext) async throws -> Response {
        return { [shell] request, context in
            let visit = try await shell.visit(request, context, for: .manageBusiness)
            return shell.confirmation(
                "widget", visit: visit,
                Confirmation(
                    heading: visit.texts["\(verb)_identity_key"], text: visit.texts["\(verb)_identity_key_text"],
                    action: visit.texts[verb], url: "\(visit.base)widget/identity/\(verb)",
                    backURL: "\(visit.base)widget"))
        }
    }

    private func acting(_ request: Request, _ context: DeskRequestContext) async throws -> (Visit, BusinessID) {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        _ = try await shell.fields(request, visit)
        return (visit, try visit.requireBusiness().id)
    }
}
