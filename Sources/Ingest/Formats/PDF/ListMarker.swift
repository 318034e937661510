/// Recognises bullets and numbers at the start of list items.
enum ListMarker {
    /// Bullets as drawn by office programs and TeX, the private-use ones of Symbol and Wingdings among them.
    private static let bullets: Set<Unicode.Scalar> = [
        "•", "‣", "◦", "▪", "▫", "■", "□", "●", "○", "◆", "◇", "►", "▶", "➢", "➤", "✓", "✔", "❖", "·", "⁃", "∙", "∗",
        "\u{F0B7}", "\u{F0A7}", "\u{F0D8}", "\u{F076}", "\u{F0FC}", "\u{F06E}", "\u{F0A8}", "\u{2610}", "\u{2611}",
        "\u{2612}",
    ]

    /// Whether the text is a marker and nothing else.
    static func isMarker(_ text: String) -> Bool {
        isBullet(text) || (text.utf8.count <= 8 && markerLength(text + " x") == text.unicodeScalars.count)
            || (text.utf8.count <= 8 && text.utf8.first.map(isDigit) == true
                && text.utf8.allSatisfy { isDigit($0) || $0 == 0x2E })
    }

    /// Whether the text is a single bullet or dash.
    static func isBullet(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, scalars.count == 1 else { return false }
        return bullets.contains(first) || first == "-" || first == "–" || first == "—" || first == "*"
    }

    /// How many scalars at the start are a marker that is followed by a space, or a bullet; 0 for none.
    static func markerLength(_ text: String) -> Int {
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.isASCII, first != "-", first != "*" {
            // Most lines are told by this alone: a number or letter is no marker without its end.
            guard text.utf8.prefix(9).contains(where: { $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: ".") }) else {
                return 0
            }
        } else if bullets.contains(first) {
            return 1
        }
        let head = Array(scalars.prefix(9))
        func ends(_ position: Int) -> Bool { position < head.count && head[position] == " " }
        if first == "-" || first == "–" || first == "*" { return ends(1) ? 1 : 0 }
        var position = first == "(" ? 1 : 0
        let start = position
        while position < head.count, position - start < 3, head[position].value < 128,
            isDigit(UInt8(head[position].value))
        {
            position += 1
        }
        if position == start {
            while position < head.count, position - start < 4, isRoman(head[position]) { position += 1 }
            if position == start, position < head.count, head[position].properties.isAlphabetic, head[position].isASCII
            {
                position += 1
            }
        }
        guard position > start, position < head.count else { return 0 }
        let closes = head[position] == ")" || (first != "(" && head[position] == ".")
        return closes && ends(position + 1) ? position + 1 : 0
    }

    private static func isRoman(_ scalar: Unicode.Scalar) -> Bool { scalar == "i" || scalar == "v" || scalar == "x" }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
