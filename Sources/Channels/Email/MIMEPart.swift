import Foundation

/// A part of a mail (RFC 2045): its headers and its body, undecoded. Bounded in every direction.
struct MIMEPart {
    private static let maximumHeaders = 400
    private static let maximumParts = 100

    /// By name in lower case, unfolded, in the order they came.
    let headers: [(name: String, value: String)]
    let body: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        var headers: [(name: String, value: String)] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            var line = bytes[index..<end]
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            index = end < bytes.endIndex ? end + 1 : end
            if line.isEmpty { break }
            let text = String(decoding: line, as: UTF8.self)
            if text.first == " " || text.first == "\t", let last = headers.indices.last {
                if headers[last].value.utf8.count < 20_000 { headers[last].value += text }
            } else if let colon = text.firstIndex(of: ":"), headers.count < Self.maximumHeaders {
                let value = text[text.index(after: colon)...]
                headers.append((text[..<colon].lowercased(), String(value).trimmed))
            }
        }
        self.headers = headers
        body = bytes[index...]
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// In lower case without its parameters; `text/plain` where it says nothing.
    var contentType: String {
        let value = header("content-type") ?? "text/plain"
        return String(value.prefix { $0 != ";" }).trimmed.lowercased()
    }

    /// A parameter of a header such as `boundary`.
    func parameter(_ name: String, of header: String) -> String? {
        for piece in (self.header(header) ?? "").split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, String(pair[0]).trimmed.lowercased() == name else { continue }
            let value = String(pair[1]).trimmed
            return value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
                ? String(value.dropFirst().dropLast()) : value
        }
        return nil
    }

    /// The parts of a multipart body; none of any other.
    var parts: [MIMEPart] {
        guard contentType.hasPrefix("multipart/"), let boundary = parameter("boundary", of: "content-type"),
            (1...200).contains(boundary.utf8.count)
        else { return [] }
        let mark = Array("--\(boundary)".utf8)
        var parts: [MIMEPart] = []
        var start: Int?
        var index = body.startIndex
        while index < body.endIndex, parts.count < Self.maximumParts {
            let end = body[index...].firstIndex(of: UInt8(ascii: "\n")) ?? body.endIndex
            if body[index..<end].starts(with: mark) {
                if let start { parts.append(MIMEPart(body[start..<max(start, index - 1)])) }
                start = min(end + 1, body.endIndex)
                // The last boundary has two dashes behind it.
                if body[index..<end].dropFirst(mark.count).starts(with: Array("--".utf8)) { return parts }
            }
            index = end + 1
        }
        if let start, start < body.endIndex { parts.append(MIMEPart(body[start...])) }
        return parts
    }

    /// The body with its transfer encoding undone.
    var content: [UInt8] {
        switch header("content-transfer-encoding")?.lowercased() {
        case "base64":
            let characters = body.filter { $0 > 0x20 }
            return Data(base64Encoded: Data(characters)).map { Array($0) } ?? []
        case "quoted-printable": return Self.unquoted(body)
        default: return Array(body)
        }
    }

    /// The body as text, in whatever of the usual character sets it is.
    var text: String {
        Charset.decode(content, as: parameter("charset", of: "content-type"))
            .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }

    /// RFC 2045 section 6.7; what is not well-formed stays as it is.
    static func unquoted(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        var content: [UInt8] = []
        content.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "=") else {
                content.append(bytes[index])
                index += 1
                continue
            }
            if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") {
                index += 2
            } else if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "\r") {
                index += 3
            } else if index + 2 < bytes.count, let high = Character(Unicode.Scalar(bytes[index + 1])).hexDigitValue,
                let low = Character(Unicode.Scalar(bytes[index + 2])).hexDigitValue
            {
                content.append(UInt8(high << 4 | low))
                index += 3
            } else {
                content.append(bytes[index])
                index += 1
            }
        }
        return content
    }
}
