import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// What the controllers of accounts share.
struct AccountAccess: Sendable {
    let accounts: AccountService
    let businesses: any BusinessStore
    let log: any AuditStore
    let cookies: SessionCookies
    /// The URL people reach the server by, when one was configured.
    let publicURL: String?
    var origins: OriginPolicy { OriginPolicy(publicURL: publicURL) }

    func visitor(_ request: Request, _ context: DeskRequestContext) -> Visitor {
        Visitor(address: context.caller.address, agent: request.headers[.userAgent] ?? "")
    }

    /// The cookies of a session just opened, or of one that got another secret.
    func cookies(for token: String) -> [HTTPField] {
        let seconds = accounts.configuration.sessionLifetime / 1000
        return [
            cookies.session(token, for: seconds, sameSite: .lax),
            cookies.pageToken(accounts.pageToken(for: token), for: seconds),
        ]
    }

    /// By what right the caller changes the team of a business.
    func authority(_ context: DeskRequestContext, in business: BusinessID) throws(APIError) -> Authority {
        try context.principal.require(.manageMembers, of: business)
        switch context.principal {
        case .operator_: return .operator
        case .user(let user):
            return Authority(role: user.roles[business], name: "\(user.user.name) (\(user.user.email))")
        case .business, .widget, .anonymous:
            return Authority(role: .admin, name: "a key of the business (\(context.caller.actor.name))")
        }
    }

    /// The absolute URL of a path below the root, for whoever asked: shown to them, never mailed.
    func url(_ path: String, _ request: Request) -> String {
        let base = publicURL ?? "http://\(request.head.authority ?? "localhost")"
        return "\(base)/\(path)"
    }

    /// Logs what somebody did with their own account in every business they are a member of.
    func note(_ action: String, of user: User, _ context: DeskRequestContext) async throws {
        let members = try await accounts.memberships(of: user.id)
        let note = AuditNote("user/\(user.id)")
        try await log.append(
            members.map { context.auditDraft(action, in: $0.business, as: user.actor, note) }, at: .now())
    }

    /// Ends the session that the browser held before it signed in again, so that no old secret stays good.
    func endEarlier(_ context: DeskRequestContext) async throws {
        guard case .user(let earlier) = context.principal else { return }
        // It may have ended by itself meanwhile.
        try? await accounts.end(earlier.session.id, of: earlier.user.id)
    }
}

extension Response {
    /// The same with cookies.
    func setting(_ cookies: [HTTPField]) -> Response {
        var response = self
        for cookie in cookies { response.headers.append(cookie) }
        return response
    }
}
