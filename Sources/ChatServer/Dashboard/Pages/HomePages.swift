import DeskModel
import HTTPTypes
import Hummingbird

/// The first page of a business, and the ways to it: `/`, the addresses of the system that ours replaces, and the
/// switches of business and language.
struct HomePages {
    let shell: DashboardShell
    let inbox: InboxPages
    let monitor: MonitorPages
    let business: BusinessPages
    let documents: any DocumentStore
    let feedback: any FeedbackStore
    let outbox: any OutboxStore
    let isServedOverTLS: Bool

    private static let week: Int64 = 7 * 24 * 3600 * 1000

    struct Step: Sendable {
        let text: String
        let url: String
    }

    struct Figure: Sendable {
        let value: String
        let text: String
        let url: String
    }

    struct View: Sendable {
        let steps: [Step]
        let hasSteps: Bool
        let figures: [Figure]
        let rows: [ConversationRow]
        let isEmpty: Bool
        let inboxURL: String
    }

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("", use: home)
    }

    /// Those outside of the path of a business.
    func addEntries(to router: some RouterMethods<DeskRequestContext>) {
        for path in ["/", "static/enhanced_dashboard.html", "admin-dashboard"] {
            router.get(RouterPath(path), use: enter)
        }
        router.get("dashboard", use: enterMonitor)
        router.get("go", use: go)
        router.post("language", use: language)
    }

    @Sendable func home(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await page(try await shell.visit(request, context))
    }

    /// The home of the business that was chosen last, or where to begin.
    @Sendable func enter(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard let visit = try await entering(request, context) else { return welcome(request) }
        return visit.business == nil ? business.newPage(visit) : try await page(visit)
    }

    @Sendable func enterMonitor(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard let visit = try await entering(request, context) else {
            return DashboardShell.redirect(to: "\(PageResponse.root(for: request))sign-in?next=/dashboard")
        }
        return visit.business == nil ? business.newPage(visit) : try await monitor.page(visit)
    }

    /// `nil` for who is not signed in.
    private func entering(_ request: Request, _ context: DeskRequestContext) async throws -> Visit? {
        guard context.caller.cookie != nil, context.principal != .anonymous else { return nil }
        return try await shell.visitOfChosen(request, context)
    }

    private func welcome(_ request: Request) -> Response {
        let texts = shell.texts(for: request)
        let root = PageResponse.root(for: request)
        return shell.html(
            "welcome",
            [
                "t": texts.table,
                "view": [
                    "language": texts.language, "root": root,
                    "style": root + (shell.assets.url("desk.css") ?? ""),
                    "script": root + (shell.assets.url("dashboard.js") ?? ""),
                ],
            ])
    }

    private func page(_ visit: Visit) async throws -> Response {
        let business = try visit.requireBusiness()
        let texts = visit.texts
        let stored = try await documents.documents(in: business.id, after: nil, limit: 200)
        let (rows, _) = try await inbox.rows(ConversationQuery(), after: nil, visit)
        let now = Timestamp.now()
        let vain = try await feedback.unansweredQuestions(
            in: business.id, since: now.advanced(byMilliseconds: -Self.week), until: now, limit: 200)
        var steps: [Step] = []
        if stored.isEmpty { steps.append(Step(text: texts["step_documents"], url: "\(visit.base)documents")) }
        if rows.isEmpty {
            steps.append(Step(text: texts["step_chat"], url: "\(visit.root)chat/\(business.id)/"))
            steps.append(Step(text: texts["step_widget"], url: "\(visit.base)widget"))
        }
        var figures = [
            Figure(
                value: String(try await inbox.activeCount(in: business.id)), text: texts["figure_active"],
                url: "\(visit.base)inbox"),
            Figure(value: String(vain.count), text: texts["figure_vain"], url: "\(visit.base)questions"),
            Figure(value: String(visit.openNotices), text: texts["figure_notices"], url: "\(visit.base)notices"),
            Figure(
                value: String(stored.count { $0.status == .ready }), text: texts["figure_documents"],
                url: "\(visit.base)documents"),
        ]
        if visit.may(.manageBusiness) {
            let dead = try await outbox.outbox(
                in: business.id, kind: nil, lane: nil, state: .dead, after: nil, limit: 100)
            if !dead.isEmpty {
                figures.append(
                    Figure(
                        value: String(dead.count), text: texts["figure_undelivered"],
                        url: "\(visit.base)outbox?state=dead"))
            }
        }
        let view = View(
            steps: steps, hasSteps: !steps.isEmpty,
            figures: figures, rows: Array(rows.prefix(6)), isEmpty: rows.isEmpty, inboxURL: "\(visit.base)inbox")
        return shell.page("home", "home", title: texts["nav_home"], visit: visit, scripts: ["live.js"], view: view)
    }

    // MARK: Switches

    /// To the same page of another business; where there is no such page, to its home.
    @Sendable func go(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let query = try request.query()
        guard let number = Int64(query["business"]) else { throw APIError.notFound("business") }
        let id = BusinessID(number)
        try context.principal.require(.read, of: id)
        guard try await shell.businesses.business(id) != nil else { throw APIError.notFound("business") }
        let path = Navigation.isKnown(query["page"]) ? query["page"] : ""
        var response = DashboardShell.redirect(to: "\(PageResponse.root(for: request))b/\(id)/\(path)")
        response.headers[.setCookie] = cookie(DashboardShell.businessCookie, id.description)
        return response
    }

    /// Sets the language of this browser, and goes back to the page that it was chosen on.
    @Sendable func language(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, about: nil)
        let fields = try await shell.fields(request, visit)
        guard Texts.languages.contains(fields["language"]) else {
            throw APIError.badRequest("invalid_request", "`language` is none of ours.", field: "language")
        }
        let root = PageResponse.root(for: request)
        let path = Navigation.isKnown(fields["page"]) ? fields["page"] : ""
        let business = Int64(fields["business"]).map { "b/\($0)/\(path)" } ?? ""
        var response = DashboardShell.redirect(to: root + business)
        response.headers[.setCookie] = cookie(Texts.cookie, fields["language"])
        return response
    }

    private func cookie(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax\(isServedOverTLS ? "; Secure" : "")"
    }
}
