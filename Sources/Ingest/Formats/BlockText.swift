import Foundation

/// Cleaning of the text that format readers put into blocks.
enum BlockText {
    /// NFC, every run of white space one space, ends trimmed; control characters, soft hyphens and invisible marks that
    /// carry no meaning (zero width space, byte order mark) removed.
    static func normalized(_ text: String) -> String {
        if isPlain(text) { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var pendingSpace = false
        var needsComposition = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x21...0x7E: break
            case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
                pendingSpace = !result.isEmpty
                continue
            case _ where isInvisible(scalar): continue
            // Dashes, quotation marks and currency signs, which most text holds, take part in no composition.
            case 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20C0: break
            case 0x300...: needsComposition = true
            default: break
            }
            if pendingSpace {
                result.append(0x20)
                pendingSpace = false
            }
            if scalar.isASCII {
                result.append(UInt8(scalar.value))
            } else if let bytes = UTF8.encode(scalar) {
                result.append(contentsOf: bytes)
            }
        }
        let cleaned = String(decoding: result, as: UTF8.self)
        return needsComposition ? cleaned.precomposedStringWithCanonicalMapping : cleaned
    }

    /// Whether nothing is to be done: ASCII with single spaces between words, which most text is.
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var afterSpace = true
            for byte in bytes {
                if byte == 0x20 {
                    if afterSpace { return false }
                    afterSpace = true
                } else {
                    guard byte > 0x20, byte < 0x7F else { return false }
                    afterSpace = false
                }
            }
            return !afterSpace || bytes.isEmpty
        }
    }

    /// As `normalized`, but leading spaces stay (a tab counts as four): for lines of code.
    static func normalizedCode(_ line: Substring) -> String {
        var indentation = 0
        for character in line {
            if character == " " { indentation += 1 } else if character == "\t" { indentation += 4 } else { break }
        }
        let text = normalized(String(line))
        return text.isEmpty ? "" : String(repeating: " ", count: min(indentation, 40)) + text
    }

    /// Whether a scalar is a control, a noncharacter or a mark without meaning in running text. Joiners (U+200C and
    /// U+200D) shape Indic and Persian words and stay; so do direction marks.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...8, 0x0E...0x1F, 0x7F...0x84, 0x86...0x9F, 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFC, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// The text when it can serve as a document's title, else `nil`: not empty, not long, and not one of the names that
    /// office programs invent.
    static func sensibleTitle(_ text: String) -> String? {
        let title = normalized(text)
        guard title.count >= 2, title.count <= 200, title.contains(where: \.isLetter) else { return nil }
        let lower = title.lowercased()
        if lower.hasPrefix("untitled") { return nil }
        let invented = ["document", "microsoft word", "word document", "new document", "slide 1"]
        for name in invented where lower.hasPrefix(name) {
            let rest = lower.dropFirst(name.count)
            if rest.allSatisfy({ $0.isNumber || $0.isWhitespace || $0.isPunctuation }) || rest.hasPrefix(" -") {
                return nil
            }
        }
        for suffix in [".doc", ".docx", ".dot", ".dotx", ".rtf", ".odt", ".tmp"] where lower.hasSuffix(suffix) {
            return nil
        }
        return title
    }
}
