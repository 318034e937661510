import Hummingbird
import Logging

/// Gives every failed request a JSON error, and every request a line in the metrics and the debug log.
struct ErrorMiddleware: RouterMiddleware {
    typealias Context = DeskRequestContext
    let metrics: Metrics

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        let response: Response
        do {
            response = try await next(request, context)
        } catch {
            let apiError = ErrorMapping.apiError(for: error, logger: context.logger)
            response = apiError.response(from: request, context: context)
        }
        let route = context.endpointPath ?? "none"
        let labels = "method=\"\(request.method.rawValue)\",route=\"\(route)\",status=\"\(response.status.code)\""
        let elapsed = started.duration(to: .now) / .seconds(1)
        metrics.observe("frontdesk_http_request_seconds", labels, seconds: elapsed)
        context.logger.debug(
            "Request",
            metadata: [
                "http.method": "\(request.method.rawValue)", "http.route": "\(route)",
                "http.status": "\(response.status.code)", "http.ms": "\(Int(elapsed * 1000))",
            ])
        return response
    }
}
