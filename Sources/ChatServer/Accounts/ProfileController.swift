import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/me/...`: one's own password, one-time codes and sessions.
struct ProfileController {
    let access: AccountAccess

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.post("api/me/password", use: changePassword)
        router.post("api/me/totp", use: propose)
        router.post("api/me/totp/confirm", use: confirm)
        router.post("api/me/totp/disable", use: disable)
        router.get("api/me/sessions", use: sessions)
        router.delete("api/me/sessions", use: endOthers)
        router.delete("api/me/sessions/:session", use: end)
    }

    struct PasswordRequest: Decodable {
        let currentPassword: String
        let newPassword: String

        enum CodingKeys: String, CodingKey {
            case currentPassword = "current_password"
            case newPassword = "new_password"
        }
    }

    /// Every other session ends, and this one gets another cookie.
    @Sendable func changePassword(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let user = try context.principal.requireUser()
        let input = try await request.decode(as: PasswordRequest.self, context: context)
        let token = try await access.changePassword(
            of: user, from: input.currentPassword, to: input.newPassword, request, context)
        return Response(status: .noContent).setting(access.cookies(for: token))
    }

    // MARK: One-time codes

    struct ConfirmationRequest: Decodable {
        /// The account's own.
        let password: String
    }

    struct ProposedResponse: ResponseEncodable {
        /// Base32, for typing in.
        let secret: String
        /// `otpauth://`, for a QR code.
        let uri: String
    }

    @Sendable func propose(_ request: Request, _ context: DeskRequestContext) async throws -> ProposedResponse {
        let user = try context.principal.requireUser()
        let input = try await request.decode(as: ConfirmationRequest.self, context: context)
        let proposed = try await access.accounts.proposeSecondFactor(
            for: user.user, password: input.password, from: access.visitor(request, context))
        return ProposedResponse(secret: proposed.secret, uri: proposed.uri)
    }

    struct CodeRequest: Decodable {
        let code: String
    }

    struct RecoveryResponse: ResponseEncodable {
        /// Each stands in once for the app; shown this once.
        let recoveryCodes: [String]
    }

    @Sendable func confirm(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let user = try context.principal.requireUser()
        let input = try await request.decode(as: CodeRequest.self, context: context)
        let confirmed = try await access.confirmSecondFactor(of: user, code: input.code, context)
        return try RecoveryResponse(recoveryCodes: confirmed.recoveryCodes)
            .response(from: request, context: context).setting(access.cookies(for: confirmed.token))
    }

    @Sendable func disable(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let user = try context.principal.requireUser()
        let input = try await request.decode(as: ConfirmationRequest.self, context: context)
        let token = try await access.removeSecondFactor(of: user, password: input.password, request, context)
        return Response(status: .noContent).setting(access.cookies(for: token))
    }

    // MARK: Sessions

    struct SessionResponse: ResponseEncodable {
        let id: String
        let address: String
        let agent: String
        let createdAt: String
        let lastSeenAt: String
        let expiresAt: String
        /// Whether it is the one that asks.
        let current: Bool

        init(_ session: UserSession, current: String) {
            id = session.id
            address = session.address
            agent = session.agent
            createdAt = session.createdAt.iso8601
            lastSeenAt = session.lastSeenAt.iso8601
            expiresAt = session.expiresAt.iso8601
            self.current = session.id == current
        }
    }

    @Sendable func sessions(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        SessionResponse
    > {
        let user = try context.principal.requireUser()
        let sessions = try await access.accounts.sessions(of: user.user.id)
        return ListResponse(sessions.map { SessionResponse($0, current: user.session.id) }, limit: .max) { $0.id }
    }

    @Sendable func endOthers(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await access.endOthers(of: try context.principal.requireUser(), context)
        return Response(status: .noContent)
    }

    @Sendable func end(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let user = try context.principal.requireUser()
        try await access.end(context.uuidParameter("session", of: "session"), of: user, context)
        return Response(status: .noContent)
    }
}

extension AccountAccess {
    /// - Returns: the new secret of the session.
    func changePassword(
        of user: SignedInUser, from current: String, to new: String, _ request: Request, _ context: DeskRequestContext
    ) async throws -> String {
        let note = AuditNote("user/\(user.user.id)")
        return try await context.audited("user.password", in: Array(user.roles.keys), { (_: Bool) in note }) {
            try await accounts.changePassword(
                of: user.user, from: current, to: new, by: visitor(request, context)
            ).token
        }
    }

    func confirmSecondFactor(
        of user: SignedInUser, code: String, _ context: DeskRequestContext
    ) async throws -> (recoveryCodes: [String], token: String) {
        let note = AuditNote("user/\(user.user.id)", before: ["second_factor": false], after: ["second_factor": true])
        return try await context.audited("user.totp-on", in: Array(user.roles.keys), { (_: Bool) in note }) {
            try await accounts.confirmSecondFactor(of: user, code: code)
        }
    }

    /// - Returns: the new secret of the session.
    func removeSecondFactor(
        of user: SignedInUser, password: String, _ request: Request, _ context: DeskRequestContext
    ) async throws -> String {
        let token = try await accounts.removeSecondFactor(
            of: user, password: password, from: visitor(request, context))
        try await note("user.totp-off", of: user.user, context)
        return token
    }

    func end(_ session: String, of user: SignedInUser, _ context: DeskRequestContext) async throws {
        let note = AuditNote("user-session/\(session)")
        try await context.audited("user.session-end", in: Array(user.roles.keys), { (_: Bool) in note }) {
            try await accounts.end(session, of: user.user.id)
        }
    }

    func endOthers(of user: SignedInUser, _ context: DeskRequestContext) async throws {
        let note = AuditNote("user/\(user.user.id)")
        _ = try await context.audited("user.sessions-end", in: Array(user.roles.keys), { (_: Int) in note }) {
            try await accounts.endOthers(of: user)
        }
    }
}
