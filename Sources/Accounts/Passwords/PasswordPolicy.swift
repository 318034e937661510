import Foundation

/// What a new password must be, by NIST SP 800-63B: long, not among the commonest, and of any characters.
enum PasswordPolicy {
    static let length = 12...256
    /// Characters that must be left when everything easily guessed is taken out.
    private static let mostlyOwn = 5

    /// - Parameter known: words that stand beside the account, such as the parts of its address.
    /// - Throws: `AccountError.weakPassword` with a sentence that says what to change.
    static func check(_ password: String, known: [String]) throws(AccountError) {
        guard length.contains(password.count) else {
            throw .weakPassword(
                "A password has \(length.lowerBound) to \(length.upperBound) characters: a few words in a row do well.")
        }
        guard !password.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .weakPassword("A password holds no control characters: leave out tabs and line ends.")
        }
        guard ownCharacters(of: password, known: known) >= mostlyOwn else {
            throw .weakPassword(
                "This password is among the first that are tried, made of common words, rows or repetitions: take "
                    + "a few words that do not belong together.")
        }
    }

    /// How many characters are left without common words, what is known of the account, rows (`1234`, `hgfe`) and
    /// repetitions, undisguised.
    private static func ownCharacters(of password: String, known: [String]) -> Int {
        var rest = plain(password)
        let words = (CommonPasswordWords.all + known.map(plain)).filter { $0.count >= 3 }
        for word in words.sorted(by: { $0.count > $1.count }) { rest = rest.replacing(word, with: " ") }
        // Digits alone are years and counters: they are found out by counting.
        let left = rest.filter { !$0.isWhitespace && !$0.isNumber && !$0.isPunctuation && !$0.isSymbol }
        let digits = withoutRows(rest.filter(\.isNumber))
        let signs = rest.filter { $0.isPunctuation || $0.isSymbol }
        return withoutRows(left).count + max(0, Set(digits).count - 4) + max(0, Set(signs).count - 3)
    }

    /// Lower case, with the digits and signs that stand for letters inside words read as those.
    private static func plain(_ text: String) -> String {
        let characters = Array(text.precomposedStringWithCompatibilityMapping.lowercased())
        return String(
            characters.enumerated().map { index, character -> Character in
                let isInside =
                    (index > 0 && characters[index - 1].isLetter)
                    || (index + 1 < characters.count && characters[index + 1].isLetter)
                return isInside ? disguises[character] ?? character : character
            })
    }

    private static let disguises: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
    ]

    /// Without characters that repeat what stands before them, or follow on in the alphabet or on the keyboard.
    private static func withoutRows(_ text: String) -> String {
        let characters = Array(text)
        var seenPairs: Set<String> = []
        return String(
            characters.enumerated().filter { index, character in
                guard index > 0 else { return true }
                let pair = String([characters[index - 1], character])
                let reversed = String(pair.reversed())
                if character == characters[index - 1]
                    || CommonPasswordWords.rows.contains(where: {
                        $0.contains(pair) || $0.contains(reversed)
                    })
                {
                    return false
                }
                // The second time round of something like `xkxkxkxk`.
                return seenPairs.insert(pair).inserted
            }.map(\.element))
    }
}
