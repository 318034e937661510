import Accounts
import Crypto
import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Bounds what each key may ask for, and tells it where it stands (draft-ietf-httpapi-ratelimit-headers).
///
/// A bucket of a minute's quota refills evenly: a client that spreads its requests never meets the limit. The keys that
/// pages show are everybody's, so that one address gets half of their quota and leaves the rest to others.
struct RateLimitMiddleware: RouterMiddleware {
    typealias Context = DeskRequestContext
    /// So many addresses are told apart at once.
    private static let mostAddresses = 100_000

    private let limiter: RateLimiter
    private let quota: Int
    private let visitors: RateLimiter
    private let visitorQuota: Int

    private static let policy = HTTPField.Name("RateLimit-Policy")
    private static let state = HTTPField.Name("RateLimit")

    /// - Parameter quota: requests a minute.
    init(quota: Int) {
        self.quota = quota
        limiter = RateLimiter(burst: quota, perSecond: Double(quota) / 60)
        visitorQuota = max(1, quota / 2)
        visitors = RateLimiter(
            burst: visitorQuota, perSecond: Double(visitorQuota) / 60, capacity: Self.mostAddresses)
    }

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let name = Self.name(request, context) else { return try await next(request, context) }
        // The address first: what it is refused takes nothing from the others.
        if case .widget = context.principal {
            let standing = visitors.take(AddressKey(context.caller.address).text)
            guard standing.isAllowed else { throw refusal("address", visitorQuota, standing) }
        }
        let standing = limiter.take(name)
        guard standing.isAllowed else { throw refusal("key", quota, standing) }
        do {
            var response = try await next(request, context)
            mark(&response.headers, "key", quota, standing)
            return response
        } catch {
            var error = ErrorMapping.apiError(for: error, logger: context.logger)
            mark(&error.headers, "key", quota, standing)
            throw error
        }
    }

    private func refusal(_ limit: String, _ quota: Int, _ standing: RateLimiter.Standing) -> APIError {
        var error = APIError.rateLimited(retryAfter: max(1, 60 / quota))
        mark(&error.headers, limit, quota, standing)
        return error
    }

    /// - Parameter limit: what is counted, the key or the address.
    private func mark(
        _ headers: inout HTTPFields, _ limit: String, _ quota: Int, _ standing: RateLimiter.Standing
    ) {
        guard let policy = Self.policy, let state = Self.state else { return }
        headers[policy] = "\"\(limit)\";q=\(quota);w=60"
        headers[state] = "\"\(limit)\";r=\(standing.remaining);t=\(standing.secondsUntilFull)"
    }

    /// A key by its hash, so that none is held here; the cookie's holder by who that is.
    private static func name(_ request: Request, _ context: DeskRequestContext) -> String? {
        guard let scope = context.principal.scope else { return nil }
        guard let header = request.headers[.authorization] else { return scope }
        return SHA256.hash(data: Data(header.utf8)).prefix(16).hexadecimal
    }
}
