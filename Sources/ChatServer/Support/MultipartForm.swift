/// The parts of a `multipart/form-data` body (RFC 7578).
struct MultipartForm {
    struct Part {
        let name: String
        let filename: String?
        let content: ArraySlice<UInt8>

        var text: String? { String(validating: content, as: UTF8.self) }
    }

    enum Failure: Error { case notMultipart, malformed, tooManyParts }

    private static let maximumParts = 32
    private static let maximumHeaderBytes = 8_192

    let parts: [Part]

    func part(_ name: String) -> Part? { parts.first { $0.name == name } }

    /// - Parameter contentType: the header's value; must name a boundary of 1 to 70 characters.
    init(_ body: [UInt8], contentType: String?) throws(Failure) {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count)
        else { throw .notMultipart }
        let delimiter = Array("--\(boundary)".utf8)
        let separator = Array("\r\n--\(boundary)".utf8)
        var parts: [Part] = []
        var position: Int
        if body.starts(with: delimiter) {
            position = delimiter.count
        } else if let preambleEnd = Self.firstRange(of: separator, in: body[...]) {
            // What stands before the first part means nothing (RFC 2046, section 5.1.1).
            position = preambleEnd + separator.count
        } else {
            throw .malformed
        }
        while true {
            if body[position...].starts(with: Array("--".utf8)) { break }
            // White space behind a boundary is added on the way.
            let padding = body[position...].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard body[padding.endIndex...].starts(with: Array("\r\n".utf8)), parts.count < Self.maximumParts else {
                throw parts.count < Self.maximumParts ? .malformed : .tooManyParts
            }
            let headerStart = padding.endIndex + 2
            let window = body[headerStart..<min(body.count, headerStart + Self.maximumHeaderBytes)]
            guard let headerEnd = Self.firstRange(of: Array("\r\n\r\n".utf8), in: window) else { throw .malformed }
            let contentStart = headerEnd + 4
            guard let contentEnd = Self.firstRange(of: separator, in: body[contentStart...]) else { throw .malformed }
            let headers = String(decoding: body[headerStart..<headerEnd], as: UTF8.self)
            if let disposition = Self.disposition(in: headers), let name = Self.parameter("name", of: disposition) {
                let filename = Self.parameter("filename", of: disposition)
                parts.append(Part(name: name, filename: filename, content: body[contentStart..<contentEnd]))
            }
            position = contentEnd + separator.count
        }
        self.parts = parts
    }

    private static func disposition(in headers: String) -> String? {
        headers.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }.map(String.init)
    }

    /// The value of `name=value` or `name="value"` among a header's parameters.
    private static func parameter(_ name: String, of header: String) -> String? {
        var rest = Substring(header)
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop(while: { $0 == " " || $0 == "\t" })
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let key = rest[..<equals].lowercased()
            rest = rest[rest.index(after: equals)...]
            let value: String
            if rest.first == "\"" {
                var text = ""
                var index = rest.index(after: rest.startIndex)
                while index < rest.endIndex, rest[index] != "\"" {
                    // Browsers percent-encode quotes; other clients escape them with a backslash.
                    if rest[index] == "\\", let next = rest.index(index, offsetBy: 1, limitedBy: rest.endIndex),
                        next < rest.endIndex, rest[next] == "\"" || rest[next] == "\\"
                    {
                        index = next
                    }
                    text.append(rest[index])
                    index = rest.index(after: index)
                }
                value = text
                rest = rest[index...]
            } else {
                value = String(rest.prefix { $0 != ";" }).trimmingSuffixSpaces
            }
            if key == name { return value }
        }
        return nil
    }

    /// Where the needle first begins. Scans for its first byte, so that ordinary bodies cost one pass.
    private static func firstRange(of needle: [UInt8], in haystack: ArraySlice<UInt8>) -> Int? {
        guard let first = needle.first, haystack.count >= needle.count else { return nil }
        return haystack.withUnsafeBufferPointer { bytes -> Int? in
            var index = 0
            let last = bytes.count - needle.count
            while index <= last {
                if bytes[index] == first {
                    var matched = 1
                    while matched < needle.count, bytes[index + matched] == needle[matched] { matched += 1 }
                    if matched == needle.count { return index + haystack.startIndex }
                }
                index += 1
            }
            return nil
        }
    }
}

extension String {
    fileprivate var trimmingSuffixSpaces: String {
        var text = Substring(self)
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
