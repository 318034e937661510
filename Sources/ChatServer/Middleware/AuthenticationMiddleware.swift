import DeskModel
import HTTPTypes
import Hummingbird

/// Finds out who asks, slows down addresses that try keys, and refuses what other sites ask for with our cookies.
struct AuthenticationMiddleware: RouterMiddleware {
    typealias Context = DeskRequestContext
    let access: AccessControl
    let limiter: RateLimiter
    /// `ServerConfiguration.trustedProxies`.
    let trustedProxies: [AddressRange]
    let origins: OriginPolicy
    let cookies: SessionCookies
    /// Seconds that a browser keeps the page token; it is renewed with every page.
    private static let pageTokenAge: Int64 = 30 * 24 * 3600

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        // Providers sign what they send; nobody else gets anything there.
        if ChannelWebhookController.isWebhook(request.uri.path) { return try await next(request, context) }
        var context = context
        let address = ClientAddress.of(peer: context.remoteAddress, request.headers, trusted: trustedProxies)
        let counted = AddressKey(address).text
        do {
            context.caller = try await access.caller(of: request)
            context.caller.address = address
        } catch let error as APIError {
            guard limiter.allows(counted) else { throw APIError.rateLimited(retryAfter: 5) }
            throw error
        }
        if context.principal == .anonymous, !limiter.allows(counted) {
            throw APIError.rateLimited(retryAfter: 1)
        }
        guard let cookie = context.caller.cookie else { return try await next(request, context) }
        let token = access.pageToken(forCookie: cookie)
        let checked = try await PageTokenCheck.checked(request, from: origins, expecting: token)
        var response = try await next(checked, context)
        if request.method == .get, request.cookies[SessionCookies.pageToken]?.value != token {
            response.headers.append(cookies.pageToken(token, for: Self.pageTokenAge))
        }
        return response
    }
}
