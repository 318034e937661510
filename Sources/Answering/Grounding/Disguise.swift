import Foundation

/// Undoes what hides words from a reader of words: compatibility letters, invisible characters, letters of other alphabets
/// that look the same, and letters set apart by spaces.
enum Disguise {
    static func removed(from text: String) -> (text: String, isChanged: Bool) {
        let plain = text.utf8.allSatisfy { $0 < 0x80 } ? text : uncovered(text)
        let joined = joinedLetters(plain)
        return (joined, joined != text)
    }

    private static func uncovered(_ text: String) -> String {
        let mixes = mixesAlphabets(text)
        var scalars = String.UnicodeScalarView()
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars
        where scalar.properties.generalCategory != .format {
            scalars.append(mixes ? lookalikes[scalar] ?? scalar : scalar)
        }
        return String(scalars)
    }

    /// Whether Latin letters stand in words with those of another alphabet that look like them.
    private static func mixesAlphabets(_ text: String) -> Bool {
        text.split(whereSeparator: \.isWhitespace).contains { word in
            word.unicodeScalars.contains { $0.isASCII && $0.properties.isAlphabetic }
                && word.unicodeScalars.contains { lookalikes[$0] != nil }
        }
    }

    /// "i g n o r e" as "ignore": runs of at least four single letters.
    private static func joinedLetters(_ text: String) -> String {
        guard mayHoldSingleLetters(text) else { return text }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count > 4 else { return text }
        var result: [String] = []
        var run: [Substring] = []
        func end(_ result: inout [String], _ run: inout [Substring]) {
            if run.count >= 4 { result.append(run.joined()) } else { result += run.map(String.init) }
            run = []
        }
        for word in words {
            if word.count == 1, word.first?.isLetter == true {
                run.append(word)
            } else if word.isEmpty, run.count >= 4 {
                end(&result, &run)
            } else {
                end(&result, &run)
                result.append(String(word))
            }
        }
        end(&result, &run)
        return result.joined(separator: " ")
    }

    /// Whether enough words may be of one letter; told from the bytes, and for sure only where they are ASCII.
    private static func mayHoldSingleLetters(_ text: String) -> Bool {
        var (length, singles) = (0, 0)
        for byte in text.utf8 {
            guard byte < 0x80 else { return true }
            if byte == UInt8(ascii: " ") {
                if length == 1 { singles += 1 }
                length = 0
            } else {
                length += 1
            }
        }
        return singles + (length == 1 ? 1 : 0) >= 4
    }

    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs = zip(
            "аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅαορνικτυχεΑΒΕΗΙΚΜΝΟΡΤΥΧΖ".unicodeScalars,
            "aeopcyxijshdqwABEKMHOPCTXIJSaopvlktuxeABEHIKMNOPTYXZ".unicodeScalars)
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0, $1) })
    }()
}
