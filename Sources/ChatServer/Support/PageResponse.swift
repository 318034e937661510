import HTTPTypes
import Hummingbird
import NIOCore

/// Pages as responses, with the headers that keep them to themselves.
enum PageResponse {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; "
        + "frame-src 'self'; form-action 'self'; base-uri 'none'"

    /// - Parameter framing: sources of the directive `frame-ancestors`.
    static func page(_ html: String, status: HTTPResponse.Status = .ok, framing: String = "'none'") -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentSecurityPolicy: "\(policy); frame-ancestors \(framing)",
                .referrerPolicy: "same-origin",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// The way from the request's path back to the root, relative, so that pages work under any prefix.
    static func root(for request: Request) -> String {
        let path = (request.head.path ?? "/").prefix { $0 != "?" }
        let depth = path.dropFirst().count { $0 == "/" }
        return depth == 0 ? "./" : String(repeating: "../", count: depth)
    }

    static func redirect(to location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .referrerPolicy: "same-origin"])
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .referer
}
