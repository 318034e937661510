import Foundation

/// A word of a sentence as verification reads it.
struct TextToken: Sendable {
    /// As written, without control and invisible characters.
    let raw: String
    /// Lower case, digits of every script as ASCII, without punctuation at either end.
    let bare: String

    init(_ raw: String) {
        self.raw = raw
        bare = Self.folded(raw).trimmingEdges()
    }

    /// In lower case, without the punctuation that ends clauses.
    var plain: Substring {
        let lower = Substring(raw.lowercased())
        return lower.prefix(lower.count - lower.reversed().prefix { ",;:.!?।".contains($0) }.count)
    }
    var hasDigit: Bool { bare.utf8.contains { (48...57).contains($0) } }
    var isConnector: Bool { bare.isEmpty && !raw.isEmpty && raw.allSatisfy { "-–—~".contains($0) } }
    /// Whether a clause ends here.
    var endsClause: Bool { raw.last.map { ",;:.!?।".contains($0) } ?? false }

    /// The tokens of a text. Ranges such as `7–9:30`, `$5-$10` and `Mon–Fri` become three tokens.
    static func tokens(in text: String) -> [TextToken] {
        normalized(text).split(whereSeparator: \.isWhitespace).flatMap { word -> [TextToken] in
            if word.count > 4, word.hasPrefix("("), word.contains(where: \.isLetter) {
                return range(String(word.dropFirst())) ?? [TextToken(String(word.dropFirst()))]
            }
            return range(String(word)) ?? [TextToken(String(word))]
        }
    }

    /// Compatibility forms composed, quotes and spaces plain, invisible characters gone.
    private static func normalized(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar {
            case "\u{2019}", "\u{2018}", "\u{02BC}": scalars.append("'")
            case "\n", "\t", "\u{200C}", "\u{200D}": scalars.append(scalar)
            case "|": scalars.append(contentsOf: " ; ".unicodeScalars)
            default:
                let category = scalar.properties.generalCategory
                if category == .format || category == .control { continue }
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private static func range(_ word: String) -> [TextToken]? {
        let parts = word.split(omittingEmptySubsequences: false) { "-–—".contains($0) }.map(String.init)
        guard parts.count == 2 else { return nil }
        let edges = parts.map { folded($0).trimmingEdges() }
        let areNames = edges.allSatisfy { Calendar.weekdays[$0] != nil || Calendar.months[$0] != nil }
        let areNumbers = edges.allSatisfy { $0.first?.isNumber == true } && edges[1].count > 0
        let isPhone = edges[0].count == 3 && edges[1].count == 4 && edges.allSatisfy { $0.allSatisfy(\.isNumber) }
        guard areNames || areNumbers && !isPhone && edges[0].allSatisfy({ !$0.isLetter || "apmh".contains($0) }) else {
            return nil
        }
        return [TextToken(parts[0]), TextToken("–"), TextToken(parts[1])]
    }

    private static func folded(_ token: String) -> String {
        var folded = ""
        for character in token.lowercased() {
            if !character.isASCII, let digit = character.wholeNumberValue,
                character.unicodeScalars.first?.properties.numericType == .decimal
            {
                folded += String(digit)
            } else {
                folded.append(character)
            }
        }
        return folded
    }
}
