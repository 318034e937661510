/// Reads yes and no in every language of the desk.
enum YesNoAnswer {
    static func value(of text: String) -> Bool? {
        let line = FoldedText(text).line
        if line.isEmpty { return signs[text.trimmingPrefix { $0.isWhitespace }.first ?? " "] }
        if let known = words[line] { return known }
        // "yes please", "no, thanks".
        let tokens = line.split(separator: " ").map(String.init)
        guard tokens.count <= 4 else { return nil }
        let meant = Set(tokens.compactMap { words[$0] })
        guard meant.count == 1, tokens.allSatisfy({ words[$0] != nil || polite.contains($0) }) else { return nil }
        return meant.first
    }

    private static let signs: [Character: Bool] = ["👍": true, "✅": true, "✓": true, "👎": false, "❌": false, "✗": false]

    static let words: [String: Bool] = {
        var table: [String: Bool] = [:]
        for lexicon in FormLexicon.all.values {
            for word in lexicon.yes { table[FoldedText(word).line] = true }
            for word in lexicon.no { table[FoldedText(word).line] = false }
        }
        return table
    }()

    private static let polite: Set = [
        "please", "thanks", "thank", "you", "i", "do", "am", "it", "is", "gracias", "por", "favor", "senor", "obrigado",
        "obrigada", "bitte", "danke", "जी", "நன்றி", "ధన్యవాదాలు", "sir", "madam",
    ]
}
