import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// `/team`: who is a member of a business, and the changes of that.
struct TeamPages {
    let access: AccountAccess
    let shell: DashboardShell
    let removed: RecycleBin<RemovedMember>
    private static let pageSize = 200

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("team", use: showChosen)
        router.get("b/:business/team", use: show)
        router.post("team/invite", use: invite)
        router.post("team/withdraw", use: withdraw)
        router.post("team/role", use: setRole)
        router.post("team/remove", use: remove)
        router.post("b/:business/team/restore/:member", use: restore)
        router.post("team/reset", use: reset)
    }

    @Sendable func show(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await page(try await shell.visit(request, context), request, context)
    }

    /// `/team?business=`: of the business named, else of the one chosen last.
    @Sendable func showChosen(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let root = PageResponse.root(for: request)
        if context.principal == .anonymous { return PageResponse.redirect(to: "\(root)sign-in?next=/team") }
        guard let named = request.uri.queryParameters["business"] else {
            return try await page(try await shell.visitOfChosen(request, context), request, context)
        }
        guard let number = Int64(named), number > 0 else { throw APIError.notFound("business") }
        return try await page(try await visit(BusinessID(number), for: .read, request, context), request, context)
    }

    @Sendable func invite(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            let issued = try await access.invite(fields["email"], as: try role(fields), to: business, context)
            return .show(issued, for: fields["email"])
        }
    }

    @Sendable func withdraw(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            try await access.withdraw(fields["invite"], to: business, context)
            return .done(.withdrawn)
        }
    }

    @Sendable func setRole(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            _ = try await access.setRole(try role(fields), of: fields["member"], in: business, context)
            return .done(.roleChanged)
        }
    }

    @Sendable func remove(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            let member = try await access.removeMember(fields["member"], from: business, context)
            removed.put(member, id: member.member.user.id, of: business, cost: 1)
            return .done(.memberRemoved, undo: member.member.user.id)
        }
    }

    @Sendable func restore(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageMembers)
        _ = try await shell.fields(request, visit)
        let business = try visit.requireBusiness().id
        let id = try context.uuidParameter("member", of: "member")
        guard let member = removed.take(id, of: business) else { throw APIError.notFound("member") }
        do {
            try await access.restore(member, context)
        } catch {
            // Whoever may is still able to.
            removed.put(member, id: id, of: business, cost: 1)
            throw error
        }
        return DashboardShell.redirect(to: visit.page("team", after: .restored))
    }

    @Sendable func reset(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context) { business, fields in
            let member = try await access.accounts.member(fields["member"], of: business)
            let issued = try await access.resetLink(for: member.user.id, in: business, context)
            return .show(issued, for: member.user.name)
        }
    }

    // MARK: Answers

    private enum Result {
        /// Go to the page anew and say so.
        case done(Outcome, undo: UserID? = nil)
        /// Show this link once.
        case show(IssuedLink, for: String)
    }

    private func change(
        _ request: Request, _ context: DeskRequestContext,
        _ work: (BusinessID, FormFields) async throws -> Result
    ) async throws -> Response {
        let fields = try await FormFields(request)
        guard let number = Int64(fields["business"]), number > 0 else { throw APIError.notFound("business") }
        let visit = try await visit(BusinessID(number), for: .manageMembers, request, context)
        do {
            switch try await work(BusinessID(number), fields) {
            case .done(let outcome, let undo):
                return PageResponse.redirect(to: visit.page("team", after: outcome, undo: undo))
            case .show(let issued, let name):
                let text = visit.texts.fill(issued.isMailed ? "link_mailed" : "link_by_hand", ["name": name])
                let link = TeamView.LinkView(
                    text: text, url: access.url(issued.path, request), until: Moment(issued.link.expiresAt))
                return try await page(visit, request, context, link: link)
            }
        } catch {
            let problem = try AccountPage.problem(error, context)
            return try await page(visit, request, context, problem: problem)
        }
    }

    private func role(_ fields: FormFields) throws(APIError) -> Role {
        guard let role = Role(rawValue: fields["role"]) else {
            let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("invalid_request", "`role` must be one of: \(known).", field: "role", phrase: .choice)
        }
        return role
    }

    private func visit(
        _ id: BusinessID, for permission: Permission, _ request: Request, _ context: DeskRequestContext
    ) async throws -> Visit {
        try context.principal.require(permission, of: id)
        guard let business = try await access.businesses.business(id) else { throw APIError.notFound("business") }
        return try await shell.visit(request, context, about: business)
    }

    private func page(
        _ visit: Visit, _ request: Request, _ context: DeskRequestContext, link: TeamView.LinkView? = nil,
        problem: APIError? = nil
    ) async throws -> Response {
        let business = try visit.requireBusiness().id
        let own = Self.own(context, business)
        let after = request.method == .get ? try request.uuidQuery("after") : nil
        let members = try await access.accounts.members(of: business, after: after, limit: Self.pageSize)
        let mayManage = own?.allows(.manageMembers) ?? true
        let view = TeamView(
            members, invitations: mayManage ? try await access.accounts.invitations(to: business) : [], own: own,
            moreURL: members.count == Self.pageSize
                ? members.last.map { "\(visit.base)team?after=\($0.user.id)" } : nil,
            link: link, problem: problem.map(visit.texts.problem), visit: visit)
        return shell.page(
            "team", "team", title: visit.texts["nav_team"], visit: visit, status: problem?.status ?? .ok, view: view)
    }

    /// The caller's role in the business; `nil` for the operator.
    private static func own(_ context: DeskRequestContext, _ business: BusinessID) -> Role? {
        guard case .user(let user) = context.principal else { return nil }
        return user.roles[business] ?? .viewer
    }
}
