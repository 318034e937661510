import HTTPTypes
import Hummingbird

/// Sets the headers every response carries: no sniffing, no framing by others, and CORS.
///
/// Any origin may call with a key, for a key is never sent by a browser on its own; cookies are never allowed across
/// origins, because `Access-Control-Allow-Credentials` is never sent. Which origins may chat is checked per business.
struct HeadersMiddleware: RouterMiddleware {
    typealias Context = DeskRequestContext

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        if request.method == .options, request.headers[.origin] != nil {
            return Response(
                status: .noContent,
                headers: [
                    .accessControlAllowOrigin: "*",
                    .accessControlAllowMethods: "GET, POST, PUT, PATCH, DELETE",
                    .accessControlAllowHeaders:
                        "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match",
                    .accessControlMaxAge: "86400",
                ])
        }
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        if request.headers[.origin] != nil {
            response.headers[.accessControlAllowOrigin] = "*"
            response.headers[.accessControlExposeHeaders] =
                "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed"
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
