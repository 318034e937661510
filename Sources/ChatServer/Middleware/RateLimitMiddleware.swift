import Accounts
import Crypto
import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Bounds what each key may ask for, and tells it where it stands (draft-ietf-httpapi-ratelimit-headers).
///
/// A bucket of a minute's quota refills evenly: a client that spreads its requests never meets the limit.
struct RateLimitMiddleware: RouterMiddleware {
    typealias Context = DeskRequestContext
    private let limiter: RateLimiter
    private let quota: Int

    private static let policy = HTTPField.Name("RateLimit-Policy")
    private static let state = HTTPField.Name("RateLimit")

    /// - Parameter quota: requests a minute.
    init(quota: Int) {
        self.quota = quota
        limiter = RateLimiter(burst: quota, perSecond: Double(quota) / 60)
    }

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let name = Self.name(request, context) else { return try await next(request, context) }
        let standing = limiter.take(name)
        guard standing.isAllowed else {
            var error = APIError.rateLimited(retryAfter: max(1, 60 / max(1, quota)))
            mark(&error.headers, standing)
            throw error
        }
        do {
            var response = try await next(request, context)
            mark(&response.headers, standing)
            return response
        } catch {
            var error = ErrorMapping.apiError(for: error, logger: context.logger)
            mark(&error.headers, standing)
            throw error
        }
    }

    private func mark(_ headers: inout HTTPFields, _ standing: RateLimiter.Standing) {
        guard let policy = Self.policy, let state = Self.state else { return }
        headers[policy] = "\"key\";q=\(quota);w=60"
        headers[state] = "\"key\";r=\(standing.remaining);t=\(standing.secondsUntilFull)"
    }

    /// A key by its hash, so that none is held here; the cookie's holder by who that is.
    private static func name(_ request: Request, _ context: DeskRequestContext) -> String? {
        guard let scope = context.principal.scope else { return nil }
        guard let header = request.headers[.authorization] else { return scope }
        return SHA256.hash(data: Data(header.utf8)).prefix(16).hexadecimal
    }
}
