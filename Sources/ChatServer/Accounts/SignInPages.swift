import Accounts
import DeskModel
import Foundation
import HTTPTypes
import Hummingbird

/// `/sign-in`, `/sign-out`: for people with an account, and for the operator with the admin token or the printed link.
struct SignInPages {
    let access: AccountAccess
    let control: AccessControl

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("sign-in", use: show)
        router.post("sign-in", use: signIn)
        router.post("sign-out", use: signOut)
    }

    @Sendable func show(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        if let secret = request.uri.queryParameters["link"] {
            guard control.redeem(signInSecret: String(secret)) else {
                return PageResponse.redirect(to: "./?problem=link")
            }
            return operatorIn(PageResponse.redirect(to: "./"))
        }
        let next = request.uri.queryParameters["next"].map(String.init) ?? ""
        if case .user = context.principal {
            return PageResponse.redirect(to: PageResponse.root(for: request) + SafePath.relative(next))
        }
        return form(AccountPage(request, context, access), next: next)
    }

    struct OperatorRequest: Decodable { let token: String }

    /// JSON with the admin token, or a form with address and password, then one with the code.
    @Sendable func signIn(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard access.origins.isOwn(request.head) else { throw APIError.forbidden }
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else {
            let input = try await request.decode(as: OperatorRequest.self, context: context)
            guard control.isAdmin(input.token.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw APIError(
                    status: .unauthorized, code: "wrong_token",
                    message:
                        "That is not the admin token. It was printed when the server first started; or restart it for a new sign-in link."
                )
            }
            return operatorIn(Response(status: .noContent))
        }
        let fields = try await FormFields(request)
        let page = AccountPage(request, context, access)
        let visitor = access.visitor(request, context)
        if fields["step"].isEmpty {
            return try await first(fields, page, visitor, context)
        }
        do {
            let opened = try await access.accounts.signIn(
                secondStep: fields["step"], code: fields["code"], from: visitor)
            return try await signedIn(opened, next: fields["next"], page, context)
        } catch AccountError.wrongCredentials {
            return form(page, problem: page.texts["too_long"], next: fields["next"], status: .unauthorized)
        } catch {
            let problem = try AccountPage.problem(error, context)
            return code(page, problem: problem, next: fields["next"], step: fields["step"])
        }
    }

    private func first(
        _ fields: FormFields, _ page: AccountPage, _ visitor: Visitor, _ context: DeskRequestContext
    ) async throws -> Response {
        let next = fields["next"]
        do {
            let result = try await access.accounts.secondStep(
                email: fields["email"], password: fields["password"], from: visitor)
            switch result {
            case .done(let opened): return try await signedIn(opened, next: next, page, context)
            case .codeNeeded(let step): return code(page, problem: nil, next: next, step: step)
            }
        } catch {
            let problem = try AccountPage.problem(error, context)
            return form(
                page, email: fields["email"], problem: page.texts.problem(problem), next: next, status: problem.status,
                retryAfter: problem.headers[.retryAfter])
        }
    }

    @Sendable func signOut(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard access.origins.isOwn(request.head) else { throw APIError.forbidden }
        if case .user(let user) = context.principal {
            try await access.accounts.end(user.session.id, of: user.user.id)
            try await access.note("user.sign-out", of: user.user, context)
        }
        let isForm = request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true
        let response = isForm ? PageResponse.redirect(to: "./sign-in") : Response(status: .noContent)
        return response.setting(access.cookies.none)
    }

    // MARK: Answers

    private func operatorIn(_ response: Response) -> Response {
        let cookie = control.operatorCookie()
        let seconds = Int64(cookie.maximumAge)
        return response.setting([
            access.cookies.session(cookie.value, for: seconds, sameSite: .strict),
            access.cookies.pageToken(control.pageToken(forCookie: cookie.value), for: seconds),
        ])
    }

    private func signedIn(
        _ opened: OpenedSession, next: String, _ page: AccountPage, _ context: DeskRequestContext
    ) async throws -> Response {
        try await access.endEarlier(context)
        try await access.note("user.sign-in", of: opened.user, context)
        return PageResponse.redirect(to: page.root + SafePath.relative(next))
            .setting(access.cookies(for: opened.token))
    }

    private func form(
        _ page: AccountPage, email: String = "", problem: String? = nil, next: String,
        status: HTTPResponse.Status = .ok, retryAfter: String? = nil
    ) -> Response {
        let body = page.part(
            PackageResources.signin_html, ["email": email, "next": next],
            raw: ["notice": AccountPage.notice(problem)])
        var response = page.response(page.texts["sign_in"], body, status: status)
        response.headers[.retryAfter] = retryAfter
        return response
    }

    private func code(_ page: AccountPage, problem: APIError?, next: String, step: String) -> Response {
        let body = page.part(
            PackageResources.code_html, ["next": next, "step": step],
            raw: ["notice": AccountPage.notice(problem.map(page.texts.problem))])
        return page.response(page.texts["sign_in"], body, status: problem?.status ?? .ok)
    }
}
