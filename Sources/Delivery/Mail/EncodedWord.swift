import Foundation

/// Text in headers: as it is when it is printable ASCII, else as encoded words in UTF-8 and Base64 (RFC 2047).
enum EncodedWord {
    /// - Returns: never a control character or a bare line break; long text is folded (RFC 5322 section 2.2.3).
    static func encode(_ text: String) -> String {
        let plain = String(
            text.map { character in
                character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : character
            })
        let isPlain = plain.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !plain.contains("=?")
        if isPlain, plain.utf8.count <= 60 { return plain }
        // 45 bytes make 60 characters: with its frame an encoded word stays below the 75 it may have.
        var words: [[UInt8]] = [[]]
        for scalar in plain.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if let last = words.last, last.count + bytes.count > 45 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}
