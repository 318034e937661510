import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// `/team`: who is a member of a business, and the changes of that.
struct TeamPages {
    let access: AccountAccess
    private static let pageSize = 200

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("team", use: show)
        router.post("team/invite", use: invite)
        router.post("team/withdraw", use: withdraw)
        router.post("team/role", use: setRole)
        router.post("team/remove", use: remove)
        router.post("team/reset", use: reset)
    }

    private static let done = [
        "role": "The role is changed; they sign in again with it.", "removed": "Removed.", "withdrawn": "Withdrawn.",
    ]

    @Sendable func show(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        if context.principal == .anonymous {
            return PageResponse.redirect(to: "\(PageResponse.root(for: request))sign-in?next=/team")
        }
        let known = try await businesses(context)
        let wish = request.uri.queryParameters["business"].flatMap { Int64($0) }.map(BusinessID.init(_:))
        guard let chosen = known.first(where: { wish == nil || $0.id == wish }) else {
            throw APIError.notFound("business")
        }
        let done = request.uri.queryParameters["done"].flatMap { Self.done[String($0)] }
        let after = try request.uuidQuery("after")
        return try await page(
            chosen.id, known, request, context, notice: AccountPage.notice(done, isGood: true), after: after)
    }

    @Sendable func invite(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            let issued = try await access.invite(fields["email"], as: try role(fields), to: business, context)
            return .show(Self.handOver(issued, access.url(issued.path, request), for: fields["email"]))
        }
    }

    @Sendable func withdraw(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            try await access.withdraw(fields["invite"], to: business, context)
            return .done("withdrawn")
        }
    }

    @Sendable func setRole(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            _ = try await access.setRole(try role(fields), of: fields["member"], in: business, context)
            return .done("role")
        }
    }

    @Sendable func remove(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            try await access.removeMember(fields["member"], from: business, context)
            return .done("removed")
        }
    }

    @Sendable func reset(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            let issued = try await access.resetLink(for: fields["member"], in: business, context)
            return .show(Self.handOver(issued, access.url(issued.path, request), for: "them"))
        }
    }

    // MARK: Answers

    private enum Outcome {
        /// Go to the page anew and say so.
        case done(String)
        /// Show this once.
        case show(String)
    }

    private func change(
        _ request: Request, _ context: DeskRequestContext,
        _ work: (BusinessID, FormFields) async throws -> Outcome
    ) async throws -> Response {
        let fields = try await FormFields(request)
        guard let number = Int64(fields["business"]), number > 0 else { throw APIError.notFound("business") }
        let business = BusinessID(number)
        try context.principal.require(.manageMembers, of: business)
        let root = PageResponse.root(for: request)
        do {
            switch try await work(business, fields) {
            case .done(let word): return PageResponse.redirect(to: "\(root)team?business=\(business)&done=\(word)")
            case .show(let html):
                return try await page(business, try await businesses(context), request, context, notice: html)
            }
        } catch {
            let problem = try AccountPage.problem(error, context)
            if problem.code == "not_found", problem.message.contains("business") { throw problem }
            return try await page(
                business, try await businesses(context), request, context,
                notice: AccountPage.notice(problem.message), status: problem.status)
        }
    }

    private func role(_ fields: FormFields) throws(APIError) -> Role {
        guard let role = Role(rawValue: fields["role"]) else {
            let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("invalid_request", "`role` must be one of: \(known).", field: "role")
        }
        return role
    }

    private static func handOver(_ issued: IssuedLink, _ url: String, for whom: String) -> String {
        let sent = issued.isMailed ? "It was sent by mail as well." : "No mail is sent: hand it over yourself."
        return "<div class=\"notice good\" role=\"status\"><p>A link for \(PageTemplate.escape(whom)), good once and "
            + "until \(issued.link.expiresAt.readable). It is shown this once. \(sent)</p>"
            + "<p><code>\(PageTemplate.escape(url))</code></p></div>"
    }

    private func businesses(_ context: DeskRequestContext) async throws -> [Business] {
        switch context.principal {
        case .user(let user):
            var known: [Business] = []
            for id in user.roles.keys.sorted() {
                if let business = try await access.businesses.business(id) { known.append(business) }
            }
            return known
        case .business(let own):
            return [try await access.businesses.business(own)].compactMap(\.self)
        case .operator_, .widget, .anonymous:
            try context.principal.requireOperator()
            return try await access.businesses.businesses(after: nil, limit: Self.pageSize)
        }
    }

    private func page(
        _ business: BusinessID, _ known: [Business], _ request: Request, _ context: DeskRequestContext,
        notice: String, after: UserID? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let page = AccountPage(request, context, access)
        let view = TeamView(page: page, business: business, own: Self.own(context, business))
        let members = try await access.accounts.members(of: business, after: after, limit: Self.pageSize)
        let choices = known.map { business_ in
            "<option value=\"\(business_.id)\"\(business_.id == business ? " selected" : "")>"
                + "\(PageTemplate.escape(business_.name))</option>"
        }
        var management = ""
        if view.own == nil || view.own?.allows(.manageMembers) == true {
            management = view.management(try await access.accounts.invitations(to: business))
        }
        let more =
            members.count == Self.pageSize
            ? members.last.map {
                "<p><a href=\"\(page.root)team?business=\(business)&amp;after=\($0.user.id)\">More</a></p>"
            }
            : nil
        let body = page.part(
            PackageResources.team_html,
            raw: [
                "nav": page.navigation, "notice": notice, "businesses": choices.joined(), "more": more ?? "",
                "members": members.isEmpty
                    ? "<li class=\"muted\">Nobody yet. Invite the first owner below.</li>"
                    : members.map(view.row).joined(),
                "management": management,
            ])
        return page.response("Team", body, status: status)
    }

    /// The caller's role in the business; `nil` for the operator.
    private static func own(_ context: DeskRequestContext, _ business: BusinessID) -> Role? {
        guard case .user(let user) = context.principal else { return nil }
        return user.roles[business] ?? .viewer
    }
}
