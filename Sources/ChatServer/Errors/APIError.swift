import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An error as clients see it: a status, a stable code, a sentence that says what to do, and details for machines.
struct APIError: Error, HTTPResponseError, Sendable {
    let status: HTTPResponse.Status
    let code: String
    let message: String
    var details: [String: String] = [:]
    var headers: HTTPFields = [:]
    /// What pages say in their reader's language; without one, what they know of the code.
    var phrase: PagePhrase?

    private struct Body: Encodable {
        struct Content: Encodable {
            let code: String
            let message: String
            let details: [String: String]?
        }
        let error: Content
    }

    /// The JSON that stands for the error, on HTTP as in refused WebSocket handshakes.
    var json: String {
        let content = Body.Content(code: code, message: message, details: details.isEmpty ? nil : details)
        let encoder = JSONEncoder()
        // In one order always: equal errors are equal to the byte, and tell nothing by their order.
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(Body(error: content)) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    func response(from request: Request, context: some RequestContext) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json)))
    }
}

extension APIError {
    static func badRequest(
        _ code: String, _ message: String, field: String? = nil, phrase: PagePhrase? = nil
    ) -> APIError {
        APIError(
            status: .badRequest, code: code, message: message, details: field.map { ["field": $0] } ?? [:],
            phrase: phrase)
    }

    static func notFound(_ what: String) -> APIError {
        APIError(status: .notFound, code: "not_found", message: "There is no such \(what).")
    }

    static let unauthorized = APIError(
        status: .unauthorized, code: "unauthorized",
        message: "This needs a key: send `Authorization: Bearer KEY` with a key that is valid and not revoked.",
        headers: [.wwwAuthenticate: "Bearer"])

    static let forbidden = APIError(
        status: .forbidden, code: "forbidden",
        message: "This key may not do that: use the admin token, or a secret key of the business.")

    static let stale = APIError(
        status: .preconditionFailed, code: "stale",
        message: "It was changed since the version named in `If-Match`: load it again, then repeat the change.")

    static func conflict(_ code: String, _ message: String) -> APIError {
        APIError(status: .conflict, code: code, message: message)
    }

    static func busy(_ message: String, code: String = "overloaded") -> APIError {
        APIError(status: .serviceUnavailable, code: code, message: message, headers: [.retryAfter: "1"])
    }

    static func rateLimited(retryAfter seconds: Int) -> APIError {
        APIError(
            status: .tooManyRequests, code: "rate_limited",
            message: "Too many requests: wait \(seconds) s and try again.", headers: [.retryAfter: String(seconds)])
    }

    /// The connection is closed after it, for the rest of the body may never come.
    static let requestTimeout = APIError(
        status: .requestTimeout, code: "request_timeout",
        message: "The body of the request did not come in time: send it again, over a faster connection.",
        headers: [.connection: "close"])

    static func tooLarge(limit: Int) -> APIError {
        APIError(
            status: .contentTooLarge, code: "too_large",
            message: "The body is larger than the \(limit) bytes allowed: split it or make it smaller.",
            details: ["limit": String(limit)])
    }
}
