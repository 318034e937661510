import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What every page is made with: who visits, the layout around the page, forms and what follows them.
struct DashboardShell: Sendable {
    let access: AccessControl
    let businesses: any BusinessStore
    let notices: any NoticeStore
    let assets: DashboardAssets
    let templates: DashboardTemplates

    /// Names the business that was looked at last.
    static let businessCookie = "frontdesk_business"
    /// Businesses offered by the switch.
    private static let mostBusinesses = 200
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; "
        + "frame-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    // MARK: Visits

    /// A visit to a page of the business in the path.
    ///
    /// - Parameter permission: what it takes; to read for pages that are only shown, else to edit content.
    /// - Throws: 401 for who is not signed in; 403 for whose role does not allow it; 404 for a business that does not
    ///   exist or is not theirs.
    func visit(
        _ request: Request, _ context: DeskRequestContext, for permission: Permission? = nil
    ) async throws -> Visit {
        let id = try context.businessParameter()
        let isReading = request.method == .get || request.method == .head
        try context.principal.require(permission ?? (isReading ? .read : .editContent), of: id)
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        return try await visit(request, context, about: business)
    }

    /// A visit to a page about a business, or about none.
    func visit(_ request: Request, _ context: DeskRequestContext, about business: Business?) async throws -> Visit {
        guard let cookie = context.caller.cookie else { throw APIError.unauthorized }
        let texts = texts(for: request)
        let root = PageResponse.root(for: request)
        let open =
            if let business {
                try await notices.notices(in: business.id, status: .open, after: nil, limit: 100).count
            } else { 0 }
        let query = request.uri.queryParameters
        return Visit(
            principal: context.principal, csrfToken: access.pageToken(forCookie: cookie), texts: texts, root: root,
            business: business, businesses: try await businesses(of: context.principal), openNotices: open,
            toast: Toast(
                outcome: query["done"].map(String.init), undo: query["undo"].map(String.init), texts: texts,
                base: business.map { "\(root)b/\($0.id)/" } ?? root))
    }

    /// A visit to a page of the business that was chosen last, else of the first that there is.
    func visitOfChosen(_ request: Request, _ context: DeskRequestContext) async throws -> Visit {
        let chosen = request.cookies[Self.businessCookie].flatMap { Int64($0.value) }.map(BusinessID.init(_:))
        var business: Business?
        if let chosen, (try? context.principal.require(.read, of: chosen)) != nil {
            business = try await businesses.business(chosen)
        }
        if business == nil { business = try await businesses(of: context.principal).first }
        return try await visit(request, context, about: business)
    }

    /// Those that somebody may see, at most 200.
    func businesses(of principal: Principal) async throws -> [Business] {
        guard case .user(let user) = principal else {
            return try await businesses.businesses(after: nil, limit: Self.mostBusinesses)
        }
        var own: [Business] = []
        for id in user.roles.keys.sorted().prefix(Self.mostBusinesses) {
            if let business = try await businesses.business(id) { own.append(business) }
        }
        return own
    }

    /// The texts in the language of who asks.
    func texts(for request: Request) -> Texts { Texts(for: request) }

    // MARK: Pages

    /// A page within the layout.
    ///
    /// - Parameters:
    ///   - template: its name.
    ///   - name: of the page, as navigation knows it.
    ///   - scripts: beside those of every page.
    ///   - view: read by the template as `view`.
    func page(
        _ template: String, _ name: String, title: String, visit: Visit, scripts: [String] = [],
        status: HTTPResponse.Status = .ok, view: Any = [String: String]()
    ) -> Response {
        let layout = Layout(visit: visit, name: name, title: title, scripts: scripts, assets: assets)
        return html(template, ["t": visit.texts.table, "page": layout, "view": view], status: status)
    }

    /// A page without the layout: one for people who are not signed in.
    func html(_ template: String, _ values: [String: Any], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: Self.policy,
                .referrerPolicy: "same-origin",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: templates.render(template, values))))
    }

    /// Asks whether something is really to be done; what scripts show as a dialog.
    func confirmation(_ name: String, visit: Visit, _ question: Confirmation) -> Response {
        page("confirm", name, title: question.heading, visit: visit, view: question)
    }

    // MARK: Forms

    /// The fields of a form of ours.
    ///
    /// - Throws: 403 when the form is not ours; 400, 408 and 413 when it is no good.
    func fields(_ request: Request, _ visit: Visit) async throws -> PageForm {
        let body = try await request.wholeBody(
            upTo: PageForm.maximumBytes, within: .seconds(30), orThrow: .tooLarge(limit: PageForm.maximumBytes))
        let fields = try PageForm(String(buffer: body))
        try check(fields["csrf_token"], visit)
        return fields
    }

    /// - Throws: 403 when the token is not that of who is signed in.
    func check(_ token: String, _ visit: Visit) throws(APIError) {
        let given = Array(token.utf8)
        let wanted = Array(visit.csrfToken.utf8)
        let isEqual =
            given.count == wanted.count && zip(given, wanted).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
        guard isEqual else {
            throw APIError(
                status: .forbidden, code: "csrf_token", message: "The page is out of date: load it again.")
        }
    }

    /// Goes on after a form.
    static func redirect(to location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .referrerPolicy: "same-origin"])
    }
}

/// What stands around a page, read by `layout.mustache` as `page`.
struct Layout: Sendable {
    struct Choice: Hashable, Sendable {
        let value: String
        let text: String
        let isChosen: Bool
    }

    let title: String
    let language: String
    let name: String
    let root: String
    let base: String
    let csrf: String
    /// Of every form on the page, read by `RepeatedForms`.
    let formKey = UUIDv7.next(now: .now())
    let styles: [String]
    let scripts: [String]
    let businessID: String
    let businessName: String
    let hasBusiness: Bool
    /// Whether there is a stream of events to follow.
    let isLive: Bool
    let chatURL: String
    let businessChoices: [Choice]
    let languageChoices: [Choice]
    let groups: [[Navigation.Entry]]
    let mainEntries: [Navigation.Entry]
    /// Of who signed in with an account of their own.
    let userName: String?
    /// Whose words go out over the page's socket.
    let author: String
    let mayCreate: Bool
    let toastText: String?
    let undoURL: String?

    init(visit: Visit, name: String, title: String, scripts: [String], assets: DashboardAssets) {
        self.title = title
        self.name = name
        language = visit.texts.language
        root = visit.root
        base = visit.base
        csrf = visit.csrfToken
        styles = ["desk.css", "dashboard.css"].compactMap { assets.url($0) }.map { visit.root + $0 }
        self.scripts = (["htmx.js", "dashboard.js"] + scripts).compactMap { assets.url($0) }.map { visit.root + $0 }
        businessID = visit.business?.id.description ?? ""
        businessName = visit.business?.name ?? ""
        hasBusiness = visit.business != nil
        isLive = true
        chatURL = visit.business.map { "\(visit.root)chat/\($0.id)/" } ?? ""
        businessChoices = visit.businesses.map { business in
            Choice(
                value: business.id.description, text: business.name, isChosen: business.id == visit.business?.id)
        }
        languageChoices = Texts.languages.map { language in
            Choice(
                value: language, text: Texts.languageNames[language] ?? language,
                isChosen: language == visit.texts.language)
        }
        groups = visit.business == nil ? [] : Navigation.entries(visit, current: name)
        mainEntries = groups.joined().filter(\.isMain)
        if case .user(let user) = visit.principal { userName = user.user.name } else { userName = nil }
        author = visit.agent.name
        mayCreate = visit.principal == .operator_
        toastText = visit.toast?.text
        undoURL = visit.toast?.undoURL
    }
}

/// A question before something is done that cannot be taken back.
struct Confirmation: Hashable, Sendable {
    let heading: String
    let text: String
    let action: String
    /// Where it is posted.
    let url: String
    let backURL: String
}
