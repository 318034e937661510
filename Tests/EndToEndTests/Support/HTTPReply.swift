import Foundation

/// A response as it came over the wire.
struct HTTPReply: Sendable {
    let status: Int
    /// By name in lower case; cookies one a line.
    let headers: [String: String]
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:] }
    var results: [[String: Any]] { json["results"] as? [[String: Any]] ?? [] }

    /// Values of the cookies it sets, by name.
    var cookies: [String: String] {
        let lines = headers["set-cookie"]?.split(separator: "\n") ?? []
        return lines.reduce(into: [:]) { cookies, line in
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
        }
    }

    private var error: [String: Any] { json["error"] as? [String: Any] ?? [:] }
    var errorCode: String? { error["code"] as? String }
    /// What an error says to people.
    var sentence: String { error["message"] as? String ?? "" }
    /// Whether the error tells people something: words that end.
    var saysWhatToDo: Bool { sentence.split(separator: " ").count >= 4 && sentence.hasSuffix(".") }
}

/// Reads an HTTP/1.1 response (RFC 9112) from the bytes of a connection as they come.
struct HTTPReplyReader {
    private var bytes: [UInt8] = []
    private let isHead: Bool

    /// - Parameter method: of the request; the response to `HEAD` has no body.
    init(method: String) { isHead = method == "HEAD" }

    /// - Returns: the reply once all of it has come.
    mutating func take(_ piece: some Sequence<UInt8>, isLast: Bool = false) throws -> HTTPReply? {
        bytes += piece
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure("no HTTP response: \(lines[0])")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw Failure("no header: \(line)") }
            let (name, value) = (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
            headers[name] =
                name == "set-cookie" ? [headers[name], value].compactMap(\.self).joined(separator: "\n") : value
        }
        let rest = bytes[end.upperBound...]
        let body: Data?
        if isHead || status == 204 || status == 304 {
            body = Data()
        } else if headers["transfer-encoding"] == "chunked" {
            body = try Self.chunks(rest)
        } else if let length = headers["content-length"].flatMap({ Int($0) }) {
            body = rest.count >= length ? Data(rest.prefix(length)) : nil
        } else {
            body = isLast ? Data(rest) : nil
        }
        return body.map { HTTPReply(status: status, headers: headers, body: $0) }
    }

    /// - Returns: the content once the last chunk has come.
    private static func chunks(_ bytes: ArraySlice<UInt8>) throws -> Data? {
        var content = Data()
        var rest = bytes
        while let line = rest.firstRange(of: Array("\r\n".utf8)) {
            guard let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else {
                throw Failure("no chunk size")
            }
            rest = rest[line.upperBound...]
            guard rest.count >= size + 2 else { return nil }
            content += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
            if size == 0 { return content }
        }
        return nil
    }
}
