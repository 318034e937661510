import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// `/account`: name, password, one-time codes and sessions of who is signed in.
struct AccountPages {
    let access: AccountAccess

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("account", use: show)
        router.post("account/name", use: rename)
        router.post("account/password", use: changePassword)
        router.post("account/totp", use: propose)
        router.post("account/totp/confirm", use: confirm)
        router.post("account/totp/disable", use: disable)
        router.post("account/sessions", use: endSession)
    }

    /// What a change came to, as the page says it after going there anew.
    private static let done = [
        "name": "The name is saved.", "password": "The password is changed. You are signed out everywhere else.",
        "totp": "One-time codes are off.", "session": "Signed out there.",
    ]

    @Sendable func show(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard case .user(let user) = context.principal else {
            return PageResponse.redirect(to: "\(PageResponse.root(for: request))sign-in?next=/account")
        }
        let done = request.uri.queryParameters["done"].flatMap { Self.done[String($0)] }
        return try await page(user, request, context, notice: AccountPage.notice(done, isGood: true))
    }

    @Sendable func rename(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context, done: "name") { user, fields in
            try await access.rename(user, to: fields["name"], context)
            return []
        }
    }

    @Sendable func changePassword(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context, done: "password") { user, fields in
            access.cookies(
                for: try await access.changePassword(
                    of: user, from: fields["current"], to: fields["new"], request, context))
        }
    }

    @Sendable func disable(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context, done: "totp") { user, fields in
            access.cookies(
                for: try await access.removeSecondFactor(of: user, password: fields["password"], request, context))
        }
    }

    @Sendable func endSession(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await change(request, context, done: "session") { user, fields in
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
                notice: AccountPage.notice(try AccountPage.problem(AccountError.wrongCode, context).message),
                status: .unauthorized)
        } catch {
            return try await failed(error, user, request, context)
        }
    }

    // MARK: Answers

    private func change(
        _ request: Request, _ context: DeskRequestContext, done: String,
        _ work: (SignedInUser, FormFields) async throws -> [HTTPField]
    ) async throws -> Response {
        let user = try context.principal.requireUser()
        let fields = try await FormFields(request)
        do {
            let cookies = try await work(user, fields)
            return PageResponse.redirect(to: "\(PageResponse.root(for: request))account?done=\(done)").setting(cookies)
        } catch {
            return try await failed(error, user, request, context)
        }
    }

    private func failed(
        _ error: any Error, _ user: SignedInUser, _ request: Request, _ context: DeskRequestContext
    ) async throws -> Response {
        let problem = try AccountPage.problem(error, context)
        return try await page(
            user, request, context, notice: AccountPage.notice(problem.message), status: problem.status)
    }

    private func page(
        _ user: SignedInUser, _ request: Request, _ context: DeskRequestContext,
        proposed: AccountService.ProposedSecret? = nil, recoveryCodes: [String] = [], notice: String = "",
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let page = AccountPage(request, context, access)
        let sessions = try await access.accounts.sessions(of: user.user.id)
        let rows = sessions.map { Self.row($0, isCurrent: $0.id == user.session.id, page) }
        var places: [String] = []
        for (id, role) in user.roles.sorted(by: { $0.key < $1.key }) {
            guard let business = try await access.businesses.business(id) else { continue }
            places.append("<li><bdi>\(PageTemplate.escape(business.name))</bdi>: \(role.rawValue)</li>")
        }
        let body = page.part(
            PackageResources.account_html, ["email": user.user.email, "name": user.user.name],
            raw: [
                "nav": page.navigation, "notice": notice, "sessions": rows.joined(),
                "memberships": "<ul class=\"muted small-text\">\(places.joined())</ul>",
                "codes_state": "<p class=\"muted small-text\">\(user.user.hasSecondFactor ? "On" : "Off")</p>",
                "codes": Self.codes(user.user, page, proposed, recoveryCodes),
            ])
        return page.response("Your account", body, status: status)
    }

    private static func codes(
        _ user: User, _ page: AccountPage, _ proposed: AccountService.ProposedSecret?, _ recoveryCodes: [String]
    ) -> String {
        if let proposed {
            let label = "QR code for your authenticator app"
            return page.part(
                PackageResources.codes_confirm_html, ["secret": proposed.secret, "uri": proposed.uri],
                raw: ["qr": QRCode.svg(proposed.uri, label: label) ?? ""])
        }
        guard user.hasSecondFactor else { return page.part(PackageResources.codes_off_html) }
        let list = recoveryCodes.map { "<li><code>\($0)</code></li>" }.joined()
        let shown =
            recoveryCodes.isEmpty
            ? ""
            : "<p class=\"notice good\" role=\"status\">One-time codes are on. Keep these recovery codes: each opens "
                + "your account once without the app, and they are shown this once.</p><ul class=\"codes\">\(list)</ul>"
        return page.part(PackageResources.codes_on_html, raw: ["recovery": shown])
    }

    private static func row(_ session: UserSession, isCurrent: Bool, _ page: AccountPage) -> String {
        let agent = session.agent.isEmpty ? "Unknown program" : session.agent
        let end =
            isCurrent
            ? "<span class=\"state\">This one</span>"
            : page.part(
                Array(
                    """
                    <form method="post" action="{{root}}account/sessions">{{csrf}}<button type="submit" \
                    class="quiet small" name="session" value="{{id}}">Sign out<span class="visually-hidden"> of the \
                    session of {{at}}</span></button></form>
                    """.utf8), ["id": session.id, "at": session.createdAt.readable])
        return "<li><div><bdi>\(PageTemplate.escape(agent))</bdi></div><p class=\"muted small-text\">Since "
            + "\(session.createdAt.readable) from \(PageTemplate.escape(session.address)), last used "
            + "\(session.lastSeenAt.readable)</p>\(end)</li>"
    }
}

extension Timestamp {
    /// `2026-05-01 09:00 UTC`, for pages that know no time zone.
    var readable: String { iso8601.prefix(16).replacing("T", with: " ") + " UTC" }
}
