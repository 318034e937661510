import Foundation

/// The one form that words are compared in.
enum TextNormalizer {
    /// NFKC and lower case, with the two foldings lower case leaves out (ß, final sigma).
    static func fold(_ text: String) -> String {
        let composed = isStable(text) ? text : text.precomposedStringWithCompatibilityMapping
        var folded: [UInt8] = []
        folded.reserveCapacity(composed.utf8.count)
        for scalar in composed.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: folded.append(UInt8(truncatingIfNeeded: scalar.value) | 0x20)
            case 0..<0x80: folded.append(UInt8(truncatingIfNeeded: scalar.value))
            case 0xDF: folded.append(contentsOf: "ss".utf8)
            case 0x3C2: folded.append(contentsOf: "σ".utf8)
            default: folded.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }

    /// Whether NFKC certainly changes no word of the text: ASCII, the plain Latin and Cyrillic letters, the marks and
    /// letters of Indic scripts but for those it decomposes, kana, Han, and punctuation, which only separates words.
    private static func isStable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0..<0xA8, 0xBF..<0x132, 0x134..<0x13F, 0x141..<0x149, 0x14A..<0x17F, 0x410..<0x460, 0x2010..<0x2023,
                0x2028..<0x2033, 0x0900..<0x093C, 0x093D..<0x0958, 0x0960..<0x0980, 0x0B82..<0x0BBE, 0x0BBF..<0x0BD7,
                0x0C00..<0x0C46, 0x0C47..<0x0C55, 0x0C57..<0x0C80, 0x3001..<0x3003, 0x3041..<0x3095, 0x30A1..<0x30FB,
                0x4E00..<0xA000, 0xAB, 0xB0, 0xB1, 0xB7, 0xBB:
                true
            default: false
            }
        }
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
