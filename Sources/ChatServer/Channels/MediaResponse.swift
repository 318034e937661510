import DeskModel
import HTTPTypes
import Hummingbird
import NIOCore

/// A file that came or went with a message, as it is handed to a browser: never as something that could run.
enum MediaResponse {
    static func of(_ media: MessageMedia, _ content: [UInt8]) -> Response {
        let disposition = MediaType.isShown(media.contentType) ? "inline" : "attachment"
        let name = ContentDisposition.parameter(filename: media.filename ?? "file")
        return Response(
            status: .ok,
            headers: [
                .contentType: media.contentType, .cacheControl: "private, max-age=3600",
                .contentSecurityPolicy: "sandbox; default-src 'none'", .contentDisposition: "\(disposition); \(name)",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: content)))
    }
}
