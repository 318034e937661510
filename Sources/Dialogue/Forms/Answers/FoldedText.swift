import Foundation

/// A text in the form that words are compared in: NFKC, lower case, Latin letters without accents, digits of every
/// script as 0 to 9. Marks of other scripts stay, for there they are vowels.
struct FoldedText: Hashable, Sendable {
    let text: String
    /// Runs of letters and runs of digits, in their order.
    let tokens: [String]

    init(_ original: some StringProtocol) {
        var folded = String.UnicodeScalarView()
        var isLatin = false
        let plain = String(original).precomposedStringWithCompatibilityMapping.lowercased()
        for scalar in plain.decomposedStringWithCanonicalMapping.unicodeScalars {
            if (0x0300...0x036F).contains(scalar.value), isLatin { continue }
            isLatin = scalar.value < 0x0250
            if let digit = Self.digit(scalar) {
                folded.append(digit)
            } else if scalar == "ß" {
                folded.append(contentsOf: "ss".unicodeScalars)
            } else if scalar.properties.generalCategory != .format {
                folded.append(scalar)
            }
        }
        text = String(folded).precomposedStringWithCanonicalMapping
        tokens = Self.tokens(of: text)
    }

    /// The tokens with one space between each.
    var line: String { tokens.joined(separator: " ") }

    private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else { return nil }
        return Unicode.Scalar(UInt32(48 + Int(value)))
    }

    private static func tokens(of text: String) -> [String] {
        var tokens: [String] = []
        var token = String.UnicodeScalarView()
        var isNumber = false
        func flush() {
            if !token.isEmpty { tokens.append(String(token)) }
            token = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            let isDigit = ("0"..."9").contains(scalar)
            guard isDigit || isLetter(scalar) || (scalar == "'" || scalar == "’") && !token.isEmpty else {
                flush()
                continue
            }
            if isDigit != isNumber { flush() }
            isNumber = isDigit
            token.append(scalar == "’" ? "'" : scalar)
        }
        flush()
        return tokens.map { $0.hasSuffix("'") ? String($0.dropLast()) : $0 }
    }

    /// Letters, and the marks that belong to letters of Indic scripts.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: scalar.properties.isAlphabetic
        }
    }
}
