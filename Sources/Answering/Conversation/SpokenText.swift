import TextAnalysis

/// A message as words, each with what it is looked up by.
struct SpokenText: Sendable {
    struct Word: Sendable {
        let range: Range<String.Index>
        /// Lower case, with straight apostrophes.
        let lower: String
        /// The stem of a word that names something; `nil` for words that grammar or courtesy needs.
        let key: String?
        let isCapitalised: Bool
        /// Whether a comma, a full stop or the like parts it from the word before.
        let opensClause: Bool
    }

    let text: String
    let words: [Word]

    init(_ text: String, analyzer: TermAnalyzer) {
        self.text = text
        var words: [Word] = []
        var index = text.startIndex
        var previousEnd = text.startIndex
        while index < text.endIndex {
            guard Self.isWordCharacter(text[index]) else {
                index = text.index(after: index)
                continue
            }
            let start = index
            while index < text.endIndex {
                if Self.isWordCharacter(text[index]) {
                    index = text.index(after: index)
                } else if Self.joins(text[index]), text.index(after: index) < text.endIndex,
                    Self.isWordCharacter(text[text.index(after: index)])
                {
                    index = text.index(after: index)
                } else {
                    break
                }
            }
            let lower = text[start..<index].lowercased().replacing("’", with: "'")
            let gap = text[previousEnd..<start]
            words.append(
                Word(
                    range: start..<index, lower: lower, key: Self.key(of: lower, analyzer),
                    isCapitalised: text[start].isUppercase,
                    opensClause: words.isEmpty || gap.contains { !$0.isWhitespace }))
            previousEnd = index
        }
        self.words = words
    }

    /// The stems of the words that name something.
    var keys: [String] { words.compactMap(\.key) }

    /// The text without the marks at its end, and those marks.
    var parted: (body: String, end: String) {
        guard let last = words.last else { return ("", text) }
        return (String(text[..<last.range.upperBound]), String(text[last.range.upperBound...]))
    }

    private static func key(of word: String, _ analyzer: TermAnalyzer) -> String? {
        if analyzer.language == "en", ConversationWords.frames.contains(word) { return nil }
        guard !ConversationWords.of(analyzer.language).isTie(word) else { return nil }
        let bare = word.hasSuffix("'s") ? String(word.dropLast(2)) : word
        return analyzer.terms(in: bare).first
    }

    private static func isWordCharacter(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private static func joins(_ character: Character) -> Bool {
        character == "'" || character == "’" || character == "-" || character == "&"
            || character == "\u{200C}" || character == "\u{200D}"
    }
}
