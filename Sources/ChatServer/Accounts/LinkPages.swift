import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// `/invite/{token}`, `/reset` and `/reset/{token}`.
struct LinkPages {
    let access: AccountAccess

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("invite/:token", use: showInvitation)
        router.post("invite/:token", use: accept)
        router.get("reset", use: showRequest)
        router.post("reset", use: request)
        router.get("reset/:token", use: showReset)
        router.post("reset/:token", use: reset)
    }

    // MARK: Invitations

    @Sendable func showInvitation(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await invitation(AccountPage(request, context, access), context)
    }

    @Sendable func accept(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard access.origins.isOwn(request.head) else { throw APIError.forbidden }
        let fields = try await FormFields(request)
        let page = AccountPage(request, context, access)
        let token = context.parameters.get("token") ?? ""
        do {
            if case .user(let user) = context.principal {
                try await access.accept(token, as: user, context)
                return PageResponse.redirect(to: page.root)
            }
            let opened = try await access.accept(
                token, name: fields["name"], password: fields["password"], access.visitor(request, context), context)
            return PageResponse.redirect(to: page.root).setting(access.cookies(for: opened.token))
        } catch {
            let problem = try AccountPage.problem(error, context)
            return try await invitation(page, context, name: fields["name"], problem: problem)
        }
    }

    private func invitation(
        _ page: AccountPage, _ context: DeskRequestContext, name: String = "", problem: APIError? = nil
    ) async throws -> Response {
        let token = context.parameters.get("token") ?? ""
        let invitation: AccountService.Invitation
        do {
            invitation = try await access.accounts.invitation(token)
        } catch {
            return try dead(page, error, context)
        }
        let form: String
        if case .user(let user) = context.principal, user.user.email == invitation.email {
            form = page.part(
                PackageResources.invite_known_html,
                [
                    "token": token, "join": page.texts.fill("join_as", ["name": user.user.name]),
                ])
        } else if invitation.hasAccount {
            // The token is of hexadecimal digits, dots and our words: it needs no escaping in the address.
            form =
                "<p>\(PageTemplate.escape(page.texts["has_account"])) "
                + "<a href=\"\(page.root)sign-in?next=/invite/\(PageTemplate.escape(token))\">"
                + "\(PageTemplate.escape(page.texts["sign_in"]))</a></p>"
        } else if case .user(let user) = context.principal {
            form = AccountPage.notice(
                page.texts.fill("signed_in_as_other", ["own": user.user.email, "invited": invitation.email]))
        } else {
            form = page.part(
                PackageResources.invite_new_html, ["token": token, "name": name, "email": invitation.email])
        }
        let body = page.part(
            PackageResources.invite_html,
            [
                "business": invitation.business.name, "from": invitation.from, "email": invitation.email,
                "role": page.texts["role_\(invitation.role.rawValue)"],
            ], raw: ["notice": AccountPage.notice(problem.map(page.texts.problem)), "form": form])
        return page.response(
            "\(page.texts["join_desk"]) \(invitation.business.name)", body, status: problem?.status ?? .ok)
    }

    // MARK: New passwords

    @Sendable func showRequest(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        forgotten(AccountPage(request, context, access))
    }

    @Sendable func request(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard access.origins.isOwn(request.head) else { throw APIError.forbidden }
        let fields = try await FormFields(request)
        let page = AccountPage(request, context, access)
        do {
            try await access.accounts.requestReset(email: fields["email"], from: access.visitor(request, context))
            return forgotten(page, answer: LinkController.answer(sendsMail: access.accounts.sendsMail))
        } catch {
            return forgotten(page, problem: try AccountPage.problem(error, context))
        }
    }

    @Sendable func showReset(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let page = AccountPage(request, context, access)
        do {
            try await access.accounts.checkReset(context.parameters.get("token") ?? "")
            return newPassword(page, context)
        } catch {
            return try dead(page, error, context)
        }
    }

    @Sendable func reset(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard access.origins.isOwn(request.head) else { throw APIError.forbidden }
        let fields = try await FormFields(request)
        let page = AccountPage(request, context, access)
        do {
            try await access.redeem(
                context.parameters.get("token") ?? "", password: fields["password"], context)
            return PageResponse.redirect(to: page.root + "sign-in")
        } catch AccountError.deadLink {
            return try dead(page, AccountError.deadLink, context)
        } catch {
            return newPassword(page, context, problem: try AccountPage.problem(error, context))
        }
    }

    private func forgotten(_ page: AccountPage, answer: String? = nil, problem: APIError? = nil) -> Response {
        let notice = AccountPage.notice(answer, isGood: true) + AccountPage.notice(problem.map(page.texts.problem))
        return page.response(
            page.texts["a_new_password"], page.part(PackageResources.forgot_html, raw: ["notice": notice]),
            status: problem?.status ?? .ok)
    }

    private func newPassword(
        _ page: AccountPage, _ context: DeskRequestContext, problem: APIError? = nil
    ) -> Response {
        let body = page.part(
            PackageResources.newpassword_html, ["token": context.parameters.get("token") ?? ""],
            raw: ["notice": AccountPage.notice(problem.map(page.texts.problem))])
        return page.response(page.texts["a_new_password"], body, status: problem?.status ?? .ok)
    }

    private func dead(_ page: AccountPage, _ error: any Error, _ context: DeskRequestContext) throws -> Response {
        let problem = try AccountPage.problem(error, context)
        let body =
            "<main class=\"card\"><h1>\(PageTemplate.escape(page.texts["dead_link"]))</h1>\(AccountPage.notice(page.texts.problem(problem)))"
            + "<p class=\"small-text\"><a href=\"\(page.root)sign-in\">\(PageTemplate.escape(page.texts["sign_in"]))</a></p></main>"
        return page.response(page.texts["dead_link"], body, status: problem.status)
    }
}
