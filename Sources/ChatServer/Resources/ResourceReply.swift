import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Replies with single resources.
enum ResourceReply {
    /// A resource with its ETag; 304 without it when the client has it already.
    static func make(
        _ resource: some Encodable, tag: EntityTag, status: HTTPResponse.Status = .ok, location: String? = nil,
        to request: Request, _ context: DeskRequestContext
    ) throws -> Response {
        var headers: HTTPFields = [.eTag: tag.text, .cacheControl: "private, no-cache"]
        if request.method == .get || request.method == .head, request.has(tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json; charset=utf-8"
        if let location { headers[.location] = location }
        let body = try context.responseEncoder.encode(resource)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
