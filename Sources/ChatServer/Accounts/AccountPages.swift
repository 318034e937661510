import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// `/account`: name, password, one-time codes and sessions of who is signed in.
struct AccountPages {
    let access: AccountAccess
    let shell: DashboardShell

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("account", use: show)
        router.post("account/name", use: rename)
        router.post("account/password", use: changePassword)
        router.post("account/totp", use: propose)
        router.post("account/totp/confirm", use: confirm)
        router.post("account/totp/disable", use: disable)
        router.post("account/sessions", use: endSession)
    }

    @Sendable func show(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard case .user(let user) = context.principal else {
            return PageResponse.redirect(to: "\(PageResponse.root(for: request))sign-in?next=/account")
        }
        return try await page(user, request, context)
    }

    @Sendable func rename(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context, outcome: .saved) { user, fields in
            try await access.rename(user, to: fields["name"], context)
            return []
        }
    }

    @Sendable func changePassword(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context, outcome: .passwordChanged) { user, fields in
            access.cookies(
                for: try await access.changePassword(
                    of: user, from: fields["current"], to: fields["new"], request, context))
        }
    }

    @Sendable func disable(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context, outcome: .codesOff) { user, fields in
            access.cookies(
                for: try await access.removeSecondFactor(of: user, password: fields["password"], request, context))
        }
    }

    @Sendable func endSession(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context, outcome: .sessionEnded) { user, fields in
            if fields["session"] == "others" {
                try await access.endOthers(of: user, context)
            } else {
                guard UUIDv7.isValid(fields["session"]) else { throw AccountError.unknownSession }
                try await access.end(fields["session"], of: user, context)
            }
            return []
        }
    }

    // MARK: One-time codes

    @Sendable func propose(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let user = try context.principal.requireUser()
        let fields = try await FormFields(request)
        do {
            let proposed = try await access.accounts.proposeSecondFactor(
                for: user.user, password: fields["password"], from: access.visitor(request, context))
            return try await page(user, request, context, proposed: proposed)
        } catch {
            return try await failed(error, user, request, context)
        }
    }

    @Sendable func confirm(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let user = try context.principal.requireUser()
        let fields = try await FormFields(request)
        do {
            let confirmed = try await access.confirmSecondFactor(of: user, code: fields["code"], context)
            var context = context
            context.caller.cookie = confirmed.token
            if let now = try await access.accounts.signedIn(bearing: confirmed.token) {
                return try await page(now, request, context, recoveryCodes: confirmed.recoveryCodes)
                    .setting(access.cookies(for: confirmed.token))
            }
            throw AccountError.unknownSession
        } catch AccountError.wrongCode {
            let proposed = try await access.accounts.proposedSecondFactor(of: user.user)
            return try await page(
                user, request, context, proposed: proposed,
                problem: try AccountPage.problem(AccountError.wrongCode, context), status: .unauthorized)
        } catch {
            return try await failed(error, user, request, context)
        }
    }

    // MARK: Answers

    private func change(
        _ request: Request, _ context: DeskRequestContext, outcome: Outcome,
        _ work: (SignedInUser, FormFields) async throws -> [HTTPField]
    ) async throws -> Response {
        let user = try context.principal.requireUser()
        let fields = try await FormFields(request)
        do {
            let cookies = try await work(user, fields)
            let root = PageResponse.root(for: request)
            return PageResponse.redirect(to: "\(root)account?done=\(outcome.rawValue)").setting(cookies)
        } catch {
            return try await failed(error, user, request, context)
        }
    }

    private func failed(
        _ error: any Error, _ user: SignedInUser, _ request: Request, _ context: DeskRequestContext
    ) async throws -> Response {
        let problem = try AccountPage.problem(error, context)
        return try await page(user, request, context, problem: problem, status: problem.status)
    }

    private func page(
        _ user: SignedInUser, _ request: Request, _ context: DeskRequestContext,
        proposed: AccountService.ProposedSecret? = nil, recoveryCodes: [String] = [], problem: APIError? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let visit = try await shell.visitOfChosen(request, context)
        let memberships = visit.businesses.compactMap { business in
            user.roles[business.id].map {
                AccountView.Membership(name: business.name, role: visit.texts["role_\($0.rawValue)"])
            }
        }
        let view = AccountView(
            user, memberships: memberships, sessions: try await access.accounts.sessions(of: user.user.id),
            proposed: proposed, recoveryCodes: recoveryCodes, problem: problem.map(visit.texts.problem),
            texts: visit.texts)
        return shell.page(
            "account", "account", title: visit.texts["your_account"], visit: visit, status: status, view: view)
    }
}
