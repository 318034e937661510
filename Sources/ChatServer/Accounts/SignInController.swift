import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/sign-in`, `/api/sign-out` and `/api/me`: who one is.
struct SignInController {
    let access: AccountAccess

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.post("api/sign-in", use: signIn)
        router.post("api/sign-out", use: signOut)
        router.get("api/me", use: me)
        router.patch("api/me", use: rename)
    }

    struct SignInRequest: Decodable {
        let email: String
        let password: String
        /// A one-time or recovery code.
        let code: String?
    }

    struct UserResponse: Encodable {
        let id: UserID
        let email: String
        let name: String
        let secondFactor: Bool
        let createdAt: String

        init(_ user: User) {
            id = user.id
            email = user.email
            name = user.name
            secondFactor = user.hasSecondFactor
            createdAt = user.createdAt.iso8601
        }
    }

    struct SignedInResponse: ResponseEncodable {
        let user: UserResponse
        /// Goes into `X-CSRF-Token` of every change made with the cookie.
        let csrfToken: String
        let expiresAt: String
    }

    struct MeResponse: ResponseEncodable {
        struct Membership: Encodable {
            let business: BusinessID
            let name: String
            let role: Role
            let permissions: [String]
        }
        /// operator, key or user.
        let kind: AuditActor.Kind
        let user: UserResponse?
        /// What a key or a user may do where; the operator may do everything everywhere.
        let memberships: [Membership]
        /// Only with a cookie.
        let csrfToken: String?
    }

    @Sendable func signIn(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard access.origins.isOwn(request.head) else { throw APIError.forbidden }
        let input = try await request.decode(as: SignInRequest.self, context: context)
        let opened = try await access.accounts.signIn(
            email: input.email, password: input.password, code: input.code, from: access.visitor(request, context))
        try await access.endEarlier(context)
        try await access.note("user.sign-in", of: opened.user, context)
        return try SignedInResponse(
            user: UserResponse(opened.user), csrfToken: access.accounts.pageToken(for: opened.token),
            expiresAt: opened.session.expiresAt.iso8601
        ).response(from: request, context: context).setting(access.cookies(for: opened.token))
    }

    @Sendable func signOut(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        if case .user(let user) = context.principal {
            try await access.accounts.end(user.session.id, of: user.user.id)
            try await access.note("user.sign-out", of: user.user, context)
        }
        return Response(status: .noContent).setting(access.cookies.none)
    }

    @Sendable func me(_ request: Request, _ context: DeskRequestContext) async throws -> MeResponse {
        var roles: [BusinessID: Role] = [:]
        var user: User?
        switch context.principal {
        case .anonymous: throw APIError.unauthorized
        case .operator_: break
        case .widget: throw APIError.forbidden
        case .business(let own): roles = [own: .admin]
        case .user(let signedIn):
            roles = signedIn.roles
            user = signedIn.user
        }
        var memberships: [MeResponse.Membership] = []
        for (id, role) in roles.sorted(by: { $0.key < $1.key }) {
            guard let business = try await access.businesses.business(id) else { continue }
            memberships.append(
                .init(
                    business: id, name: business.name, role: role,
                    permissions: Permission.allCases.filter(role.allows).map(\.rawValue)))
        }
        return MeResponse(
            kind: context.caller.actor.kind, user: user.map(UserResponse.init), memberships: memberships,
            csrfToken: context.caller.cookie.map(access.accounts.pageToken))
    }

    struct RenameRequest: Decodable {
        let name: String
    }

    @Sendable func rename(_ request: Request, _ context: DeskRequestContext) async throws -> MeResponse {
        let signedIn = try context.principal.requireUser()
        let input = try await request.decode(as: RenameRequest.self, context: context)
        try await access.rename(signedIn, to: input.name, context)
        var context = context
        if let cookie = context.caller.cookie, let now = try await access.accounts.signedIn(bearing: cookie) {
            context.caller.principal = .user(now)
        }
        return try await me(request, context)
    }
}

extension AccountAccess {
    /// Changes the name of who is signed in, and logs it wherever they are a member.
    func rename(_ signedIn: SignedInUser, to name: String, _ context: DeskRequestContext) async throws {
        let note = AuditNote(
            "user/\(signedIn.user.id)", before: ["name": signedIn.user.name], after: ["name": name])
        try await context.audited("user.rename", in: Array(signedIn.roles.keys), { (_: Bool) in note }) {
            try await accounts.rename(signedIn.user.id, to: name)
        }
    }
}
