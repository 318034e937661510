/// The encoding an HTML page declares for itself.
enum HTMLCharset {
    /// What `<meta charset>`, `<meta http-equiv>` or an XML declaration says within the first 4,096 bytes.
    static func declared(in content: [UInt8]) -> CharacterEncoding? {
        let head = String(decoding: content.prefix(4096).lazy.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self).lowercased()
        if head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>"),
            let label = value(of: "encoding", in: head[..<end.lowerBound])
        {
            return CharacterEncoding(label: label)
        }
        var rest = head[...]
        while let meta = rest.firstRange(of: "<meta") {
            let end = rest[meta.upperBound...].firstIndex(of: ">") ?? rest.endIndex
            if let label = value(of: "charset", in: rest[meta.upperBound..<end]) {
                return CharacterEncoding(label: label)
            }
            rest = rest[end...]
        }
        return nil
    }

    private static func value(of name: String, in text: Substring) -> String? {
        guard let found = text.firstRange(of: name) else { return nil }
        let after = text[found.upperBound...].drop(while: \.isWhitespace)
        guard after.first == "=" else { return nil }
        let value = after.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
        let label = value.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.".contains($0)) }
        return label.isEmpty ? nil : String(label)
    }
}
