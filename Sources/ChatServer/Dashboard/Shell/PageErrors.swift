import HTTPTypes
import Hummingbird

/// Shows errors as pages to browsers that asked for one, and sends people who are not signed in to where they can.
/// Others get JSON, as everywhere.
struct PageErrors: RouterMiddleware {
    typealias Context = DeskRequestContext
    let shell: DashboardShell

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            guard (request.headers[.accept] ?? "").contains("text/html") else { throw error }
            let failure = ErrorMapping.apiError(for: error, logger: context.logger)
            if failure.status == .unauthorized, request.method == .get {
                let path = (request.head.path ?? "/").prefix { $0 != "?" }
                let next = path.utf8.count <= 512 ? "?next=\(path)" : ""
                return DashboardShell.redirect(to: "\(PageResponse.root(for: request))sign-in\(next)")
            }
            return response(failure, request)
        }
    }

    private func response(_ failure: APIError, _ request: Request) -> Response {
        let texts = shell.texts(for: request)
        let root = PageResponse.root(for: request)
        let heading =
            switch failure.status {
            case .notFound: texts["error_not_found"]
            case .forbidden: texts["error_forbidden"]
            case let status where status.kind == .clientError: texts["error_input"]
            default: texts["error_server"]
            }
        var response = shell.html(
            "error",
            [
                "t": texts.table,
                "view": ErrorView(
                    language: texts.language, heading: heading, message: texts.problem(failure), root: root,
                    style: shell.assets.url("desk.css").map { root + $0 } ?? ""),
            ], status: failure.status)
        for field in failure.headers where field.name != .wwwAuthenticate { response.headers.append(field) }
        return response
    }

    private struct ErrorView {
        let language: String
        let heading: String
        let message: String
        let root: String
        let style: String
    }
}
