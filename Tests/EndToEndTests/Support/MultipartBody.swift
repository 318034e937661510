import Foundation

/// A `multipart/form-data` body (RFC 7578).
struct MultipartBody {
    private static let boundary = "a-boundary-of-the-tests"
    private(set) var data = Data()

    static let contentType = "multipart/form-data; boundary=\(boundary)"

    mutating func add(_ name: String, _ value: String) { add(name, filename: nil, Data(value.utf8)) }

    /// - Parameter filename: goes onto the wire as it is, quotes apart.
    mutating func add(_ name: String, filename: String?, _ content: Data) {
        let file = filename.map { "; filename=\"\($0.replacing("\"", with: "%22"))\"" } ?? ""
        data += Data("--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\(file)\r\n\r\n".utf8)
        data += content + Data("\r\n".utf8)
    }

    var finished: Data { data + Data("--\(Self.boundary)--\r\n".utf8) }
}
