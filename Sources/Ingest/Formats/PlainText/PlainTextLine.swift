/// One line of a text file and what its shape says.
struct PlainTextLine {
    /// What stands before the text of a list item.
    struct Marker {
        let text: String
        let isNumber: Bool
    }

    let raw: Substring
    /// Normalised, without indentation.
    let text: String
    let indentation: Int

    init(_ raw: Substring) {
        self.raw = raw
        text = BlockText.normalized(String(raw))
        var indentation = 0
        for byte in raw.utf8 {
            if byte == 0x20 { indentation += 1 } else if byte == 0x09 { indentation += 4 } else { break }
        }
        self.indentation = indentation
    }

    var isBlank: Bool { text.isEmpty }

    /// Columns on a terminal: East Asian characters take two.
    var width: Int { text.unicodeScalars.reduce(0) { $0 + Self.width($1) } + indentation }

    /// The columns its first word needs; one character where words are not separated.
    var firstWordWidth: Int {
        guard let first = text.unicodeScalars.first else { return 0 }
        if Self.width(first) == 2 { return 2 }
        return text.unicodeScalars.prefix { $0 != " " }.reduce(0) { $0 + Self.width($1) }
    }

    /// Whether it is a rule such as `-----` or `=====`, and of what.
    var rule: Character? {
        guard let first = text.first, text.count >= 3, "=-~^*_#+.".contains(first), text.allSatisfy({ $0 == first })
        else {
            return nil
        }
        return first
    }

    /// The bullet or number it begins with, when text follows.
    var marker: Marker? {
        guard let space = text.firstIndex(of: " "), text.index(after: space) < text.endIndex else { return nil }
        let head = text[..<space]
        if head.count == 1, let bullet = head.first, "-*•‣◦–·▪●○■□✓☐☑➢+".contains(bullet) {
            return Marker(text: String(head), isNumber: false)
        }
        guard head.count <= 5, let last = head.last, last == "." || last == ")" else { return nil }
        let body = head.dropLast().drop { $0 == "(" }
        let isNumber = !body.isEmpty && body.count <= 3 && body.allSatisfy { $0.isASCII && $0.isNumber }
        let isLetter = last == ")" && body.count == 1 && body.allSatisfy { $0.isLetter && $0.isASCII }
        return isNumber || isLetter ? Marker(text: String(head), isNumber: true) : nil
    }

    /// Whether it begins with a section number of several steps, such as `2.3` or `4.1.2.`.
    var hasSectionNumber: Bool {
        guard let head = text.split(separator: " ").first, head.contains("."), text.count > head.count + 1 else {
            return false
        }
        let steps = head.split(separator: ".", omittingEmptySubsequences: true)
        return steps.count >= 2 && steps.count <= 5
            && steps.allSatisfy { $0.count <= 2 && $0.allSatisfy { $0.isASCII && $0.isNumber } }
    }

    var isAllCapitals: Bool {
        var letters = 0
        for character in text where character.isLetter {
            guard character.isUppercase else { return false }
            letters += 1
        }
        return letters >= 3
    }

    var endsSentence: Bool {
        guard let last = text.last(where: { !"\"'”’»)]」』".contains($0) }) else { return false }
        return ".!?。！？:;…।؟".contains(last)
    }

    /// Cells between tabs.
    var cells: [String] {
        raw.split(separator: "\t", omittingEmptySubsequences: false).map { BlockText.normalized(String($0)) }
    }

    static func width(_ scalar: Unicode.Scalar) -> Int { isWide(scalar) ? 2 : 1 }

    static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
