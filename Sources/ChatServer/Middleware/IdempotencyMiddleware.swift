import Crypto
import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Lets a POST with an `Idempotency-Key` act once (draft-ietf-httpapi-idempotency-key-header): the same again gets the
/// same reply for a day, also after a restart; while the first is under way 409; with another body 422.
struct IdempotencyMiddleware: RouterMiddleware {
    typealias Context = DeskRequestContext
    let store: any IdempotencyStore
    /// Bytes a body may have; each route bounds its own further.
    let maximumBody: Int

    private static let lifetime: Int64 = 24 * 3600 * 1000
    private static let header = HTTPField.Name("Idempotency-Key")
    private static let replayed = HTTPField.Name("Idempotency-Replayed")
    /// Of a reply, what is kept beside status and body.
    private static let keptHeaders: [HTTPField.Name] = [.contentType, .eTag, .location]

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post, let name = Self.header, let value = request.headers[name],
            let scope = context.principal.scope
        else { return try await next(request, context) }
        let key = try Self.key(value)
        let body = try await request.wholeBody(
            upTo: maximumBody, within: .seconds(300), orThrow: .tooLarge(limit: maximumBody))
        let known = IdempotentRequest(scope: scope, key: key, fingerprint: Self.fingerprint(request, body))
        var context = context
        switch try await store.admit(known, now: .now(), lifetime: Self.lifetime) {
        case .answered(let reply): return Self.response(reply)
        case .underWay:
            throw APIError(
                status: .conflict, code: "request_under_way",
                message: "The first request with this `Idempotency-Key` is still under way: wait for its reply.",
                headers: [.retryAfter: "1"])
        case .differs:
            throw APIError(
                status: .unprocessableContent, code: "idempotency_key_reused",
                message: "This `Idempotency-Key` came with another request before: use a new one for a new request.")
        case .first(let resource): context.reservedID = resource
        }
        return try await answer(known, Request(head: request.head, body: RequestBody(buffer: body)), context, next)
    }

    private func answer(
        _ known: IdempotentRequest, _ request: Request, _ context: DeskRequestContext,
        _ next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        let response: Response
        do {
            response = try await next(request, context)
        } catch {
            // What was refused did nothing, and may be sent again mended; what failed may have done something.
            let status = ErrorMapping.apiError(for: error, logger: context.logger).status
            try? await store.abandon(known, isUndone: status.kind == .clientError)
            throw error
        }
        guard response.status.kind == .successful else {
            try? await store.abandon(known, isUndone: response.status.kind == .clientError)
            return response
        }
        let written = WrittenBody()
        try await response.body.write(WrittenBody.Writer(body: written))
        let content = written.buffer
        var headers: [String: String] = [:]
        for name in Self.keptHeaders { headers[name.canonicalName] = response.headers[name] }
        try await store.complete(
            known,
            with: IdempotentRequest.StoredReply(
                status: response.status.code, headers: headers, body: String(buffer: content)))
        return Response(
            status: response.status, headers: response.headers, body: ResponseBody(byteBuffer: content))
    }

    /// A structured field string (`"k"`), or what is between such quotes.
    private static func key(_ value: String) throws(APIError) -> String {
        let isQuoted = value.count >= 2 && value.first == "\"" && value.last == "\""
        let key = isQuoted ? String(value.dropFirst().dropLast()) : value
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (32..<127).contains($0) }) else {
            throw .badRequest(
                "invalid_idempotency_key", "`Idempotency-Key` must have 1 to 255 printable ASCII characters.",
                field: "Idempotency-Key")
        }
        return key
    }

    private static func fingerprint(_ request: Request, _ body: ByteBuffer) -> [UInt8] {
        var hash = SHA256()
        let type = request.headers[.contentType] ?? ""
        hash.update(data: Data("\(request.method.rawValue)\n\(request.head.path ?? "")\n\(type)\n".utf8))
        hash.update(data: Data(body.readableBytesView))
        return Array(hash.finalize())
    }

    private static func response(_ reply: IdempotentRequest.StoredReply) -> Response {
        var headers: HTTPFields = [:]
        for (name, value) in reply.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        if let replayed { headers[replayed] = "true" }
        return Response(
            status: HTTPResponse.Status(code: reply.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: reply.body)))
    }
}
