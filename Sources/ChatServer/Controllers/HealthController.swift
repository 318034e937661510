import COpenAPI
import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `/health`, `/ready`, `/metrics`, `/openapi.json` and the API's root.
struct HealthController {
    let metrics: Metrics
    let readiness: @Sendable () async -> [(name: String, problem: String?)]
    let gauges: @Sendable () async -> [(name: String, value: Double)]
    let version: String

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("health", use: health)
        router.get("ready", use: ready)
        router.get("metrics", use: exposition)
        router.get("openapi.json", use: openAPI)
        router.get("api", use: root)
    }

    struct HealthResponse: ResponseEncodable {
        let status: String
        let version: String
    }

    struct ReadyResponse: ResponseEncodable {
        let status: String
        let problems: [String: String]
    }

    struct RootResponse: ResponseEncodable {
        let businesses = "api/businesses/"
        let documents = "api/documents/"
        let chatSessions = "api/chat-sessions/"
        let openapi = "openapi.json"
    }

    @Sendable func health(_ request: Request, _ context: DeskRequestContext) async throws -> HealthResponse {
        HealthResponse(status: "ok", version: version)
    }

    @Sendable func ready(_ request: Request, _ context: DeskRequestContext) async throws -> EditedResponse<
        ReadyResponse
    > {
        var problems: [String: String] = [:]
        for check in await readiness() { problems[check.name] = check.problem }
        return EditedResponse(
            status: problems.isEmpty ? .ok : .serviceUnavailable,
            response: ReadyResponse(status: problems.isEmpty ? "ready" : "not_ready", problems: problems))
    }

    @Sendable func exposition(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let text = metrics.text(gauges: await gauges())
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    @Sendable func openAPI(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, max-age=300"],
            body: ResponseBody(byteBuffer: Self.document))
    }

    private static let document: ByteBuffer = {
        var length = 0
        // Never nil: it is a constant of the program.
        guard let bytes = openapi_document(&length) else { return ByteBuffer() }
        return ByteBuffer(bytes: UnsafeBufferPointer(start: bytes, count: length))
    }()

    @Sendable func root(_ request: Request, _ context: DeskRequestContext) async throws -> RootResponse {
        RootResponse()
    }
}
