import Foundation

/// The one form that words are compared in.
enum TextNormalizer {
    /// NFKC and lower case, with the two foldings lower case leaves out (ß, final sigma).
    static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        let lower = text.precomposedStringWithCompatibilityMapping.lowercased()
        guard lower.unicodeScalars.contains(where: { $0 == "ß" || $0 == "ς" }) else { return lower }
        var folded = String.UnicodeScalarView()
        for scalar in lower.unicodeScalars {
            switch scalar {
            case "ß": folded.append(contentsOf: "ss".unicodeScalars)
            case "ς": folded.append("σ")
            default: folded.append(scalar)
            }
        }
        return String(folded)
    }

    /// Latin and Greek letters without their accents: people leave them out when they type. Marks of other scripts stay.
    static func withoutAccents(_ word: String) -> String {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return word }
        var plain = String.UnicodeScalarView()
        var isLatinOrGreek = false
        for scalar in word.decomposedStringWithCanonicalMapping.unicodeScalars {
            if (0x0300...0x036F).contains(scalar.value) {
                if !isLatinOrGreek { plain.append(scalar) }
                continue
            }
            isLatinOrGreek = scalar.value < 0x0400 || (0x1E00...0x1FFF).contains(scalar.value)
            if let letters = undecomposed[scalar] {
                plain.append(contentsOf: letters.unicodeScalars)
            } else {
                plain.append(scalar)
            }
        }
        return String(plain).precomposedStringWithCanonicalMapping
    }

    /// Letters that Unicode does not decompose.
    private static let undecomposed: [Unicode.Scalar: String] = [
        "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i",
    ]
}
