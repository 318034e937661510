import DeskModel
import Foundation
import HTTPTypes
import Hummingbird

/// The pages of a business itself: its settings, keys, and the making and deleting of businesses.
struct BusinessPages {
    let shell: DashboardShell
    let businesses: any BusinessStore
    let models: any ModelCatalog
    let library: DocumentLibrary
    /// `ServerConfiguration.publicURL`.
    let publicURL: String?

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("settings", use: settings)
        router.post("settings", use: saveSettings)
        router.get("keys", use: keys)
        router.post("keys", use: createKey)
        router.get("keys/:key/revoke", use: confirmRevocation)
        router.post("keys/:key/revoke", use: revoke)
        router.get("delete", use: confirmDeletion)
        router.post("delete", use: delete)
    }

    /// Those outside of any business.
    func addNew(to router: some RouterMethods<DeskRequestContext>) {
        router.get("businesses/new", use: new)
        router.post("businesses/new", use: create)
    }

    // MARK: Settings

    @Sendable func settings(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        return shell.page(
            "settings", "settings", title: visit.texts["nav_settings"], visit: visit,
            view: SettingsView(try visit.requireBusiness(), visit: visit))
    }

    @Sendable func saveSettings(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let fields = try await shell.fields(request, visit)
        _ = try await businesses.edit(visit.requireBusiness().id, models, loggedBy: context) { business in
            business.name = try BusinessController.validated(name: fields["name"])
            business.settings = try Self.edited(business.settings, by: fields).validated()
        }
        return DashboardShell.redirect(to: visit.page("settings", after: .saved))
    }

    /// The settings as the page's fields have them; those that it has no field for stay.
    private static func edited(
        _ saved: BusinessSettings, by fields: PageForm
    ) throws(APIError) -> BusinessSettings {
        var settings = saved
        settings.greeting = fields.optional("greeting")
        settings.color = fields.optional("color")?.lowercased()
        settings.allowedOrigins = fields.lines("allowed_origins")
        settings.answerThreshold = try number("answer_threshold", fields)
        settings.topK = try number("top_k", fields).map { number throws(APIError) in
            guard let whole = Int(exactly: number) else { throw refusal("top_k") }
            return whole
        }
        settings.embeddingModel = try fields.optional("embedding_model").map { name throws(APIError) in
            guard let choice = EmbeddingModelChoice(name) else { throw refusal("embedding_model") }
            return choice
        }
        if let url = fields.optional("model_url") {
            settings.languageModel = ModelEndpoint(
                baseURL: url, apiKey: fields.optional("model_key"), model: fields["model_name"])
        } else {
            settings.languageModel = nil
        }
        return settings.keepingSecrets(of: saved)
    }

    // MARK: Keys

    @Sendable func keys(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await keysPage(try await shell.visit(request, context, for: .manageBusiness), issued: nil)
    }

    /// Makes a key and shows it: this page is the only one that ever does, so it is no redirect.
    @Sendable func createKey(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let fields = try await shell.fields(request, visit)
        let kind = try fields.choice("kind", AccessKey.Kind.self)
        guard fields["label"].count <= 100 else {
            throw APIError.badRequest("invalid_request", "`label` is longer than 100 characters.", field: "label")
        }
        let made = try await issueKey(kind, label: fields["label"], visit, context)
        return try await keysPage(
            visit,
            issued: IssuedKeysView(
                secret: kind == .secret ? made.secret : nil, widget: kind == .widget ? made.secret : nil,
                server: server(request)))
    }

    @Sendable func confirmRevocation(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let id = try context.uuidParameter("key", of: "key")
        let keys = try await businesses.keys(of: try visit.requireBusiness().id)
        guard let row = KeysView(keys, visit: visit).rows.first(where: { $0.id == id }) else {
            throw APIError.notFound("key")
        }
        return shell.confirmation(
            "keys", visit: visit,
            Confirmation(
                heading: visit.texts["revoke_key"], text: row.revokeText, action: visit.texts["revoke"],
                url: row.revokeURL, backURL: "\(visit.base)keys"))
    }

    @Sendable func revoke(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        _ = try await shell.fields(request, visit)
        let id = try context.uuidParameter("key", of: "key")
        let business = try visit.requireBusiness().id
        let before = try await businesses.keys(of: business).first { $0.id == id }
        let note = AuditNote("key/\(id)", before: before.map { BusinessController.KeyResponse($0) })
        let isFound = try await context.audited("key.revoke", in: business, note) {
            try await businesses.revokeKey(id, of: business)
        }
        guard isFound else { throw APIError.notFound("key") }
        return DashboardShell.redirect(to: visit.page("keys", after: .keyRevoked))
    }

    private func keysPage(_ visit: Visit, issued: IssuedKeysView?) async throws -> Response {
        let keys = try await businesses.keys(of: try visit.requireBusiness().id)
        return shell.page(
            "keys", "keys", title: visit.texts["nav_keys"], visit: visit,
            view: KeysView(keys, issued: issued, visit: visit))
    }

    // MARK: Businesses

    @Sendable func new(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, about: nil)
        return newPage(visit)
    }

    func newPage(_ visit: Visit) -> Response {
        shell.page(
            "new_business", "new", title: visit.texts["new_business"], visit: visit,
            view: NewBusinessView(
                action: "\(visit.root)businesses/new", isFirst: visit.businesses.isEmpty, madeName: nil, nextURL: "",
                issued: nil))
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try context.principal.requireOperator()
        let visit = try await shell.visit(request, context, about: nil)
        let fields = try await shell.fields(request, visit)
        let name = try BusinessController.validated(name: fields["name"])
        typealias Created = (business: Business, secret: IssuedKey, widget: IssuedKey)
        let describe: @Sendable (Created) -> AuditNote = { [models] made in
            AuditNote(
                "business/\(made.business.id)", after: BusinessController.BusinessResponse(made.business, models))
        }
        let made = try await context.audited("business.create", in: [nil], describe) {
            try await businesses.createBusiness(name: name, settings: BusinessSettings())
        }
        let view = NewBusinessView(
            action: "\(visit.root)businesses/new", isFirst: false, madeName: made.business.name,
            nextURL: "\(visit.root)b/\(made.business.id)/documents",
            issued: IssuedKeysView(
                secret: made.secret.secret, widget: made.widget.secret, server: server(request)))
        return shell.page("new_business", "new", title: visit.texts["new_business"], visit: visit, view: view)
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .deleteBusiness)
        let view = SettingsView(try visit.requireBusiness(), visit: visit)
        return shell.confirmation(
            "settings", visit: visit,
            Confirmation(
                heading: visit.texts["delete_business"], text: view.deleteText, action: visit.texts["delete"],
                url: view.deleteURL, backURL: "\(visit.base)settings"))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .deleteBusiness)
        _ = try await shell.fields(request, visit)
        let business = try visit.requireBusiness()
        let note = AuditNote("business/\(business.id)", before: BusinessController.BusinessResponse(business, models))
        let isFound = try await context.audited("business.delete", in: nil, note) {
            try await businesses.deleteBusiness(business.id)
        }
        guard isFound else { throw APIError.notFound("business") }
        try await library.forget(business.id)
        return DashboardShell.redirect(to: "\(visit.root)?done=\(Outcome.deleted.rawValue)")
    }

    // MARK: Helpers

    func issueKey(
        _ kind: AccessKey.Kind, label: String, _ visit: Visit, _ context: DeskRequestContext
    ) async throws -> IssuedKey {
        let business = try visit.requireBusiness().id
        let describe: @Sendable (IssuedKey) -> AuditNote = {
            AuditNote("key/\($0.key.id)", after: BusinessController.KeyResponse($0.key))
        }
        return try await context.audited("key.create", in: [business], describe) {
            try await businesses.issueKey(for: business, kind: kind, label: label)
        }
    }

    /// Where people reach this server.
    func server(_ request: Request) -> String {
        var url = publicURL ?? "http://\(request.head.authority ?? "localhost")"
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    private static func number(_ name: String, _ fields: PageForm) throws(APIError) -> Double? {
        guard let text = fields.optional(name) else { return nil }
        guard let number = Double(text.replacing(",", with: ".")), number.isFinite else { throw refusal(name) }
        return number
    }

    private static func refusal(_ name: String) -> APIError {
        .badRequest("invalid_request", "`\(name)` must be a number.", field: name)
    }
}
