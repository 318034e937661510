import DeskModel

/// A body of `multipart/form-data` (RFC 7578).
struct MultipartBody: Hashable, Sendable {
    private let boundary: String
    private var bytes: [UInt8] = []

    /// - Parameter unique: becomes the boundary, so that no content holds it by chance.
    init(unique: String = UUIDv7.next()) { boundary = "desk-\(unique)" }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    mutating func add(_ name: String, _ value: String) {
        bytes += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }

    mutating func add(_ name: String, _ file: OutgoingFile) {
        let head = """
            --\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(Self.quoted(file.name))\"\r\n\
            Content-Type: \(file.contentType)\r\n\r\n
            """
        bytes += Array(head.utf8)
        bytes += file.content
        bytes += Array("\r\n".utf8)
    }

    var finished: [UInt8] { bytes + Array("--\(boundary)--\r\n".utf8) }

    /// As browsers write a name: what would end it or its line is percent-encoded. By scalars, for a line's end is one
    /// character of two.
    private static func quoted(_ name: String) -> String {
        name.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "\"": text += "%22"
            case "\r": text += "%0D"
            case "\n": text += "%0A"
            case "\0": break
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
