/// Runs of digits grouped as phone numbers are.
enum PhoneNumbers {
    /// The digits of the number that begins at this token, and how many tokens it takes.
    static func phone(in tokens: [TextToken], at start: Int) -> (digits: String, count: Int)? {
        guard isPiece(tokens[start].raw) else { return nil }
        var end = start
        var pieces: [String] = []
        while end < tokens.count, isPiece(tokens[end].raw), end - start < 8 {
            pieces.append(tokens[end].raw)
            end += 1
            if tokens[end - 1].raw.last.map({ ",;:".contains($0) }) == true { break }
        }
        let stretch = pieces.joined(separator: " ")
        let digits = stretch.compactMap { $0.wholeNumberValue.map(String.init) }.joined()
        let groups = stretch.split { !$0.isNumber }
        let isMarked = stretch.contains("+") || stretch.contains("(") && stretch.contains(")")
        let isGrouped = groups.count >= 3 && groups.allSatisfy { $0.count <= 5 }
        let isLocal = groups.count == 2 && groups[0].count == 3 && groups[1].count == 4 && stretch.contains("-")
        let isLong = groups.count == 1 && (9...13).contains(digits.count)
        guard (7...15).contains(digits.count), isMarked || isGrouped || isLocal || isLong, !looksLikeDate(groups),
            !stretch.dropLast().contains(where: { ",:/".contains($0) }), !isDecimal(stretch)
        else { return nil }
        return (digits.hasPrefix("00") ? String(digits.dropFirst(2)) : digits, end - start)
    }

    private static func isPiece(_ raw: String) -> Bool {
        var hasDigit = false
        for character in raw {
            if character.isNumber { hasDigit = true } else if !"+-().,;:/!?".contains(character) { return false }
        }
        return hasDigit
    }

    private static func isDecimal(_ stretch: String) -> Bool {
        !stretch.contains(" ") && !stretch.contains("-") && NumberForms.canonical(stretch.trimmingEdges()) != nil
            && stretch.contains(where: { ".".contains($0) }) && stretch.split(separator: ".").count == 2
    }

    private static func looksLikeDate(_ groups: [Substring]) -> Bool {
        groups.count == 3
            && (groups[0].count == 4 && groups[1].count <= 2
                || groups[2].count == 4 && groups[0].count <= 2 && groups[1].count <= 2)
    }
}
