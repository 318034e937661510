import Foundation

/// The one form in which two questions are the same: case, spaces and punctuation do not count, marks of letters do.
enum QuestionForm {
    /// NFKC words in lower case with one space between; empty when the text has no letter and no digit.
    static func exact(_ text: String) -> String {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func end() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        let scalars = Array(text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            // Joins what is typed with and without it: what's, whats.
            case "'", "\u{2019}", "\u{02BC}", "\u{200B}", "\u{AD}": continue
            case ".", ",":
                // Of a number it says which number.
                let joins =
                    index > 0 && index + 1 < scalars.count && Self.isDigit(scalars[index - 1])
                    && Self.isDigit(scalars[index + 1])
                if joins { word.append(scalar) } else { end() }
            // C, C++ and C# are different questions; so are 5 and 5 %.
            case "#", "%", "&", "@": word.append(scalar)
            default: if Self.isPartOfWord(scalar) { word.append(scalar) } else { end() }
            }
        }
        end()
        let line = words.joined(separator: " ")
        return line.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            ? line : ""
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType == .decimal }

    private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .currencySymbol, .mathSymbol:
            true
        // Joiners are part of Indic and Persian spelling.
        case .format: scalar.value == 0x200C || scalar.value == 0x200D
        default: false
        }
    }
}
