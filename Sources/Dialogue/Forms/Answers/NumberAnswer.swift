/// Reads numbers in the digits of any script, with the separators people use.
enum NumberAnswer {
    private static let mostDigits = 30
    private static let mostWords = 6

    /// The one number of a text of a few words, as a decimal such as `-1250.5`; `nil` when there is none or several.
    static func value(of text: String, decimalComma: Bool) -> String? {
        let folded = FoldedText(text)
        guard folded.tokens.count(where: { $0.first?.isNumber != true }) <= mostWords else { return nil }
        // A gap of one space (or its narrow kin) between digits groups them.
        var written = ""
        let characters = Array(folded.text)
        var numbers: [String] = []
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            if isDigit(character) {
                written.append(character)
            } else if !written.isEmpty, isDigit(next), let separator = separator(character) {
                written.append(separator)
            } else {
                if !written.isEmpty { numbers.append(written) }
                let isSign = (character == "-" || character == "−") && (index == 0 || characters[index - 1] == " ")
                written = isSign && isDigit(next) ? "-" : ""
            }
        }
        if !written.isEmpty { numbers.append(written) }
        // "12 000" is one number, "3 4" are two.
        let split = numbers.flatMap(ungrouped)
        guard split.count == 1, let only = split.first else { return nil }
        return decimal(only, decimalComma: decimalComma)
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    /// The plain form of a separator; `nil` for what separates numbers from each other.
    private static func separator(_ character: Character) -> Character? {
        switch character {
        case ".", "٫": "."
        case ",", "،": ","
        case "'", "’", "٬", "_": "'"
        case " ": " "
        default: nil
        }
    }

    /// Spaces group digits when three follow each; otherwise they separate numbers.
    private static func ungrouped(_ number: String) -> [String] {
        let parts = number.split(separator: " ")
        guard parts.count > 1 else { return [number] }
        let isGrouped =
            parts.dropFirst().allSatisfy { $0.prefix { isDigit($0) }.count == 3 }
            && parts.dropLast().allSatisfy { $0.allSatisfy { isDigit($0) || $0 == "-" } } && (parts[0].count <= 4)
        return isGrouped ? [parts.joined()] : parts.map(String.init)
    }

    private static func decimal(_ number: String, decimalComma: Bool) -> String? {
        let isNegative = number.hasPrefix("-")
        let body = number.drop { $0 == "-" }.filter { $0 != "'" }
        let points = body.count { $0 == "." }
        let commas = body.count { $0 == "," }
        let mark: Character?
        switch (points, commas) {
        case (0, 0): mark = nil
        case (1..., 1...):
            // Both: the one that stands last and once separates the fraction.
            guard let last = body.last(where: { $0 == "." || $0 == "," }),
                body.count(where: { $0 == last }) == 1
            else { return nil }
            mark = last
        default:
            let only: Character = points > 0 ? "." : ","
            let after = body.split(separator: only).last.map(\.count) ?? 0
            let isDecimal = (only == ",") == decimalComma
            // Several of a kind group. One alone with three digits behind it is what the customer's language says.
            mark = max(points, commas) > 1 ? nil : after == 3 && !isDecimal && !body.hasPrefix("0") ? nil : only
        }
        return assembled(body, mark: mark, isNegative: isNegative)
    }

    private static func assembled(_ body: String, mark: Character?, isNegative: Bool) -> String? {
        let parts = mark.map { body.split(separator: $0, omittingEmptySubsequences: false) } ?? [Substring(body)]
        let groups = (parts.first ?? "").split { $0 == "." || $0 == "," }
        // Groups have two digits (India) or three, the last three.
        guard groups.dropFirst().allSatisfy({ $0.count == 3 || $0.count == 2 }),
            groups.count < 2 || groups.last?.count == 3
        else { return nil }
        let whole = groups.joined().drop { $0 == "0" }
        var fraction = parts.count > 1 ? parts[1] : ""
        while fraction.last == "0" { fraction.removeLast() }
        guard whole.count + fraction.count <= mostDigits, fraction.allSatisfy(isDigit) else { return nil }
        let magnitude = (whole.isEmpty ? "0" : String(whole)) + (fraction.isEmpty ? "" : ".\(fraction)")
        return isNegative && magnitude != "0" ? "-\(magnitude)" : magnitude
    }
}
