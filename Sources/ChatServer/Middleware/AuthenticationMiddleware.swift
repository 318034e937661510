import HTTPTypes
import Hummingbird

/// Finds out who asks, and slows down addresses that try keys.
struct AuthenticationMiddleware: RouterMiddleware {
    typealias Context = DeskRequestContext
    let access: AccessControl
    let limiter: RateLimiter
    /// `ServerConfiguration.trustedProxies`.
    let trustedProxies: Set<String>

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let address = ClientAddress.of(
            peer: context.remoteAddress, forwarded: Self.forwardedFor(request), trusted: trustedProxies)
        do {
            context.principal = try await access.principal(of: request)
        } catch let error as APIError {
            guard limiter.allows(address) else { throw APIError.rateLimited(retryAfter: 5) }
            throw error
        }
        if context.principal == .anonymous, !limiter.allows(address) {
            throw APIError.rateLimited(retryAfter: 1)
        }
        return try await next(request, context)
    }

    private static func forwardedFor(_ request: Request) -> String? {
        guard let name = HTTPField.Name("X-Forwarded-For") else { return nil }
        let values = request.headers[values: name]
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}
