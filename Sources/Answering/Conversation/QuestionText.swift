/// A customer's message as the desk reads it: bounded, on one line, without what cannot be seen.
struct QuestionText: Hashable, Sendable {
    /// Longer messages keep their beginning and their end, where questions stand.
    static let longest = 2_000
    private static let keptAtEnd = 600

    let text: String

    init(_ raw: String) {
        var visible = String.UnicodeScalarView()
        var endsInSpace = true
        for scalar in Self.bounded(raw.unicodeScalars) {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                if !endsInSpace { visible.append(" ") }
                endsInSpace = true
            } else if !Self.isInvisible(scalar) {
                visible.append(scalar)
                endsInSpace = false
            }
        }
        if endsInSpace, !visible.isEmpty { visible.removeLast() }
        text = String(visible)
    }

    /// A message without sentences that order a language model about, where something else is asked beside them.
    static func asked(_ raw: String) -> QuestionText {
        let whole = QuestionText(raw)
        guard raw.utf8.count <= longest * 4 else { return whole }
        let rest = QuestionText(PlantedInstructions.redacted(raw, by: ""))
        return rest.isSayingSomething ? rest : whole
    }

    /// Whether there is anything to look for: emoji and punctuation alone ask nothing.
    var isSayingSomething: Bool {
        text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }

    private static func bounded(_ scalars: String.UnicodeScalarView) -> [Unicode.Scalar] {
        let start = scalars.prefix(longest)
        guard start.endIndex < scalars.endIndex else { return Array(start) }
        return Array(start.prefix(longest - keptAtEnd)) + [" "] + Array(scalars.suffix(keptAtEnd))
    }

    /// Format characters: direction marks, byte order marks, tags. Joiners stay, Indic and Persian spelling needs them.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200C, 0x200D: false
        case 0xFFF9...0xFFFB, 0xE0000...0xE0FFF: true
        default: scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .unassigned
        }
    }
}
