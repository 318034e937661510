import Channels
import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Where providers' webhooks arrive: `/channels/{provider}/{business}/{event}`, the same without a business, and the
/// literal paths of the systems that ours replaces. What they may do is decided by their signatures alone.
struct ChannelWebhookController {
    let channels: ChannelServices

    /// Meta sends up to 3 MB at once.
    private static let maximumBytes = 4 * 1_048_576
    private static let patience: Duration = .seconds(15)

    func add(to router: some RouterMethods<DeskRequestContext>) {
        for method in [HTTPRequest.Method.get, .post] {
            router.on("channels/:provider", method: method, use: receive)
            router.on("channels/:provider/**", method: method, use: receive)
            router.on("api/whatsapp/webhook", method: method, use: receiveWhatsApp)
            router.on("api/whatsapp/webhook/status", method: method, use: receiveWhatsApp)
        }
    }

    /// Whether a path is one of these: who asks is then told by a signature, not by a key.
    static func isWebhook(_ path: String) -> Bool {
        path.hasPrefix("/channels/") || path == "/api/whatsapp/webhook" || path.hasPrefix("/api/whatsapp/webhook/")
    }

    @Sendable private func receive(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard let provider = context.parameters.get("provider").flatMap(ChannelProvider.init(rawValue:)) else {
            throw APIError.notFound("channel")
        }
        var path = context.parameters.getCatchAll().map(String.init)
        var business: BusinessID?
        if let first = path.first, let number = Int64(first), number > 0 {
            business = BusinessID(number)
            path.removeFirst()
        }
        return try await answer(request, provider, business, path)
    }

    @Sendable private func receiveWhatsApp(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await answer(request, .whatsapp, nil, ["webhook"])
    }

    private func answer(
        _ request: Request, _ provider: ChannelProvider, _ business: BusinessID?, _ path: [String]
    ) async throws -> Response {
        let body = try await request.wholeBody(
            upTo: Self.maximumBytes, within: Self.patience, orThrow: .tooLarge(limit: Self.maximumBytes))
        var headers: [String: String] = [:]
        for field in request.headers where headers[field.name.canonicalName] == nil {
            headers[field.name.canonicalName] = field.value
        }
        let webhook = WebhookRequest(
            method: request.method.rawValue,
            url: (channels.environment.publicURL ?? "") + (request.head.path ?? "/"), headers: headers,
            body: Array(body.readableBytesView))
        return Self.response(
            await channels.intake.receive(webhook, from: provider, business: business, path: path))
    }

    private static func response(_ reply: WebhookReply) -> Response {
        var headers: HTTPFields = [:]
        if let type = reply.contentType { headers[.contentType] = type }
        if let seconds = reply.retryAfter { headers[.retryAfter] = String(seconds) }
        return Response(
            status: HTTPResponse.Status(code: reply.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: reply.body)))
    }
}
