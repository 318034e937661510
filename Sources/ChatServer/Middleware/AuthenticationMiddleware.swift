import Hummingbird

/// Finds out who asks, and slows down addresses that try keys.
struct AuthenticationMiddleware: RouterMiddleware {
    typealias Context = DeskRequestContext
    let access: AccessControl
    let limiter: RateLimiter

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        do {
            context.principal = try await access.principal(of: request)
        } catch let error as APIError {
            guard limiter.allows(context.remoteAddress) else { throw APIError.rateLimited(retryAfter: 5) }
            throw error
        }
        if context.principal == .anonymous, !limiter.allows(context.remoteAddress) {
            throw APIError.rateLimited(retryAfter: 1)
        }
        return try await next(request, context)
    }
}
