/// What can be told of a file without reading what it holds: by its signature, and of short ones by whether they are plain
/// UTF-8. Costs little whatever the bytes are, so the server may ask.
enum DocumentMagic: Equatable {
    case pdf
    /// Text, Markdown or HTML: which of them is not looked at.
    case text
    /// No kind that is read.
    case foreign
    /// Must be looked into: an archive, a compound file, an old encoding, long text, or none of our kinds.
    case undecided

    /// Bytes up to which a file is looked at whole.
    static let longestText = 1 << 20

    /// Never says otherwise than `DocumentKindDetector` does.
    static func of(_ content: [UInt8]) -> DocumentMagic {
        if content.prefix(1024).firstOffset(of: Array("%PDF-".utf8)) != nil { return .pdf }
        for signature in foreignText where content.starts(with: signature) { return .foreign }
        return isPlainText(content) ? .text : .undecided
    }

    /// Formats that are written in characters but are no text: RTF, PostScript.
    private static let foreignText: [[UInt8]] = ["{\\rtf", "%!PS"].map { Array($0.utf8) }

    /// Whether it is UTF-8, without a mark, in which no character is a control but white space.
    private static func isPlainText(_ content: [UInt8]) -> Bool {
        guard !content.isEmpty, content.count <= longestText, let text = String(validating: content, as: UTF8.self)
        else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20...0x7E, 0xA0...0xFEFE, 0xFF00...0xFFFC, 0x1_0000...: true
            default: false
            }
        }
    }
}
