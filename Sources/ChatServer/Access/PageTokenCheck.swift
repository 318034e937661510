import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Refuses changes in the name of a cookie that no page of ours asked for (cross-site request forgery): beside the
/// cookie, which a browser sends by itself, the page token must come in a header or a form field.
enum PageTokenCheck {
    /// The field of forms.
    static let field = "csrf_token"
    /// Whoever signs in may hold a cookie that is out of date; the origin is checked all the same.
    private static let exempt: Set<Substring> = ["sign-in", "api/sign-in"]

    /// - Parameters:
    ///   - origins: knows our own pages.
    ///   - expected: the token that belongs to the cookie.
    /// - Returns: the request, its body still to be read.
    /// - Throws: 403 `cross_site` when it comes from another site, `csrf_token` without the right token.
    static func checked(
        _ request: Request, from origins: OriginPolicy, expecting expected: String
    ) async throws -> Request {
        guard ![.get, .head, .options].contains(request.method) else { return request }
        guard origins.isOwn(request.head) else {
            throw APIError(
                status: .forbidden, code: "cross_site",
                message: "A page of another site may not do this in your name: open the desk's own page.")
        }
        let path = request.uri.path.drop { $0 == "/" }
        if exempt.contains(path.last == "/" ? path.dropLast() : path) { return request }
        if let name = SessionCookies.pageTokenHeader, let given = request.headers[name] {
            guard isEqual(given, expected) else { throw refusal }
            return request
        }
        let type = request.headers[.contentType]?.lowercased() ?? ""
        // A form with a file names its token in the address: its fields are behind the whole file.
        if type.hasPrefix("multipart/form-data"), let given = request.uri.queryParameters[Substring(field)] {
            guard isEqual(String(given), expected) else { throw refusal }
            return request
        }
        guard type.hasPrefix("application/x-www-form-urlencoded") else { throw refusal }
        let body = try await request.wholeBody(
            upTo: JSONBodyDecoder.maximumBytes, within: .seconds(30),
            orThrow: .tooLarge(limit: JSONBodyDecoder.maximumBytes))
        let token = String(buffer: body).split(separator: "&").lazy
            .first { $0.hasPrefix("\(field)=") }?.dropFirst(field.count + 1)
        guard let token, isEqual(String(token), expected) else { throw refusal }
        return Request(head: request.head, body: RequestBody(buffer: body))
    }

    private static let refusal = APIError(
        status: .forbidden, code: "csrf_token",
        message:
            "The page is out of date: load it again. Changes with a cookie need the value of the cookie "
            + "\(SessionCookies.pageToken) in the header X-CSRF-Token or the form field csrf_token.")

    private static func isEqual(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
