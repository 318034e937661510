/// Character sets that mail is written in.
enum Charset {
    /// UTF-8 where the name is not known; what does not fit is replaced.
    static func decode(_ bytes: [UInt8], as name: String?) -> String {
        switch name?.lowercased() {
        case "iso-8859-1", "latin1", "iso-8859-15", "windows-1252", "cp1252":
            var scalars = String.UnicodeScalarView()
            for byte in bytes {
                let special = (0x80..<0xA0).contains(byte) ? windows1252[Int(byte) - 0x80] : Unicode.Scalar(byte)
                scalars.append(special)
            }
            return String(scalars)
        default: return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// What Windows-1252 has at 0x80 to 0x9F, where ISO 8859-1 has control characters that nobody writes.
    private static let windows1252: [Unicode.Scalar] = Array(
        "\u{20AC}\u{81}\u{201A}\u{192}\u{201E}\u{2026}\u{2020}\u{2021}\u{2C6}\u{2030}\u{160}\u{2039}\u{152}\u{8D}\u{17D}\u{8F}\u{90}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}\u{2DC}\u{2122}\u{161}\u{203A}\u{153}\u{9D}\u{17E}\u{178}"
            .unicodeScalars)

    /// Encoded words in a header (RFC 2047) as the text that they stand for.
    static func decodeWords(_ text: String) -> String {
        // White space between two encoded words is none.
        let joined = text.replacing(/\?=\s+=\?/, with: "?==?")
        return joined.replacing(/=\?([A-Za-z0-9_*-]{1,40})\?([BbQq])\?([^?\s]*)\?=/) { match in
            let bytes: [UInt8] =
                if match.2 == "B" || match.2 == "b" {
                    MIMEPart(Array("Content-Transfer-Encoding: base64\n\n\(match.3)".utf8)[...]).content
                } else {
                    MIMEPart.unquoted(match.3.replacing("_", with: " ").utf8)
                }
            return decode(bytes, as: String(match.1.prefix { $0 != "*" }))
        }
    }
}
