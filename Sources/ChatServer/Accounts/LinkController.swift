import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/invites/accept` and `/api/password-resets`: what links are good for.
struct LinkController {
    let access: AccountAccess

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.post("api/invites/accept", use: accept)
        router.post("api/password-resets", use: request)
        router.post("api/password-resets/redeem", use: redeem)
    }

    struct AcceptRequest: Decodable {
        let token: String
        /// Of a new account; not needed by who is signed in.
        let name: String?
        let password: String?
    }

    /// Signs a new account in; who is signed in becomes a member of one more business.
    @Sendable func accept(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard access.origins.isOwn(request.head) else { throw APIError.forbidden }
        let input = try await request.decode(as: AcceptRequest.self, context: context)
        if case .user(let user) = context.principal {
            try await access.accept(input.token, as: user, context)
            return Response(status: .noContent)
        }
        let opened = try await access.accept(
            input.token, name: input.name ?? "", password: input.password ?? "", access.visitor(request, context),
            context)
        return try SignInController.SignedInResponse(
            user: .init(opened.user), csrfToken: access.accounts.pageToken(for: opened.token),
            expiresAt: opened.session.expiresAt.iso8601
        ).response(from: request, context: context).setting(access.cookies(for: opened.token))
    }

    struct ResetRequest: Decodable {
        let email: String
    }

    struct AcceptedResponse: ResponseEncodable {
        let message: String
    }

    /// The same answer for every address.
    @Sendable func request(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<AcceptedResponse>
    {
        let input = try await request.decode(as: ResetRequest.self, context: context)
        try await access.accounts.requestReset(email: input.email, from: access.visitor(request, context))
        return EditedResponse(
            status: .accepted, response: AcceptedResponse(message: Self.answer(sendsMail: access.accounts.sendsMail)))
    }

    static func answer(sendsMail: Bool) -> String {
        sendsMail
            ? "If this address has an account, a link to a new password is on its way to it."
            : "This desk sends no mail: ask an admin of your business, or the operator, for a link to a new password."
    }

    struct RedeemRequest: Decodable {
        let token: String
        let password: String
    }

    @Sendable func redeem(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let input = try await request.decode(as: RedeemRequest.self, context: context)
        try await access.redeem(input.token, password: input.password, context)
        return Response(status: .noContent)
    }
}

extension AccountAccess {
    /// Sets a password by a link, and logs it wherever its user is a member.
    func redeem(_ token: String, password: String, _ context: DeskRequestContext) async throws {
        let user = try await accounts.reset(token, password: password)
        try await note("user.password-reset", of: user, context)
    }
}
