/// A question typed in Latin letters in a language of another script, ready to be written in that script.
///
/// The spelling of most words can only be guessed, so that the guesses are looked up among the words of the documents
/// first: one that stands there is right nearly always.
public struct RomanizedQuestion: Sendable {
    private enum Piece: Sendable {
        /// What stands between words.
        case verbatim(String)
        /// A word whose native form is known.
        case known(typed: String, native: String)
        case guessed(typed: String, spellings: [Spelling])
    }

    /// A guess with the term that a text holds it as; `nil` for words that no search looks for.
    private struct Spelling: Sendable {
        let text: String
        let term: String?
    }

    public let language: RomanizedLanguage
    private let pieces: [Piece]
    /// The typed words as terms, by word.
    private let typedTerms: [String: [String]]

    /// Terms looked up for one question, spellings and typed words together.
    static let mostTerms = 400
    private static let mostSpellings = 48
    private static let mostWords = 40

    /// `nil` for a question in any other language or in native letters.
    public init?(_ text: String) {
        guard let language = RomanizedLanguage(of: text) else { return nil }
        self.language = language
        let parts = Self.parts(of: text)
        guard parts.count(where: \.isWord) <= Self.mostWords else { return nil }
        let known = language.frequentWords
        let guessed = max(1, parts.count { $0.isWord && known[$0.text.lowercased()] == nil })
        let limit = max(1, min(Self.mostSpellings, Self.mostTerms / guessed - 2))
        let transliterator = Transliterator(language)
        let analyzer = TermAnalyzer(language: language.tag)
        var typedTerms: [String: [String]] = [:]
        pieces = parts.map { part in
            guard part.isWord else { return .verbatim(part.text) }
            let word = part.text.lowercased()
            let english = TermAnalyzer(language: "en").terms(in: word)
            typedTerms[word] = Array(Set(english + TermAnalyzer(language: "und").terms(in: word))).sorted()
            if let native = known[word] { return .known(typed: part.text, native: native) }
            let loan = language.loanWords[word].map { [$0] } ?? []
            let spellings = loan + transliterator.spellings(of: word, limit: limit)
            return .guessed(
                typed: part.text,
                spellings: spellings.map { Spelling(text: $0, term: analyzer.terms(in: $0).first) })
        }
        self.typedTerms = typedTerms
    }

    /// What is to be looked up among the documents' terms before the question is written natively.
    public var terms: [String] {
        var terms: Set<String> = []
        for case .guessed(_, let spellings) in pieces { terms.formUnion(spellings.compactMap(\.term)) }
        for typed in typedTerms.values { terms.formUnion(typed) }
        return terms.sorted()
    }

    /// The question in native script, `nil` when it is better searched as it was typed.
    ///
    /// - Parameters:
    ///   - holding: how many chunks hold each of `terms`.
    ///   - isKnownToModel: whether the embedding model knows the language, so that a native spelling serves even where no
    ///     document holds one of its words.
    public func native(holding: [String: Int], isKnownToModel: Bool) -> String? {
        func isHeld(_ term: String?) -> Bool { term.map { holding[$0] ?? 0 > 0 } ?? false }
        func isTypedHeld(_ word: String) -> Bool { (typedTerms[word.lowercased()] ?? []).contains(where: isHeld) }
        var text = ""
        var found = 0
        // Words of its grammar as they are typed: the documents are themselves in Latin letters.
        var grammarHeld: Set<String> = []
        var grammar: Set<String> = []
        for piece in pieces {
            switch piece {
            case .verbatim(let between): text += between
            case .known(let typed, let native):
                if !RomanizedLanguage.isShared(typed.lowercased()) {
                    grammar.insert(native)
                    if isTypedHeld(typed) { grammarHeld.insert(native) }
                }
                text += native
            case .guessed(let typed, let spellings):
                let held = spellings.first { isHeld($0.term) }
                if held != nil { found += 1 }
                switch (held, isTypedHeld(typed)) {
                case (let held?, false): text += held.text
                case (let held?, true): text += typed + " " + held.text
                case (nil, true): text += typed
                case (nil, false): text += Self.isForeignSpelling(typed) ? typed : spellings.first?.text ?? typed
                }
            }
        }
        if grammarHeld.count * 2 > grammar.count { return nil }
        return found > 0 || isKnownToModel ? text : nil
    }

    /// Whether a word is spelt as no romanization spells one: English words are, and stay as they are.
    private static func isForeignSpelling(_ word: String) -> Bool {
        guard word.allSatisfy({ $0.isLowercase || !$0.isLetter }) || word.first?.isUppercase == true else {
            return true
        }
        let word = word.lowercased()
        return foreignPieces.contains { word.contains($0) } || foreignEndings.contains { word.hasSuffix($0) }
    }

    private static let foreignPieces = [
        "ck", "tion", "sion", "ght", "wh", "qu", "ea", "ough", "ph", "sc", "x", "ew", "ow", "ould",
    ]
    private static let foreignEndings = [
        "ing", "ed", "ly", "ment", "ness", "ty", "cy", "ry", "ge", "ce", "se", "ve", "nt", "ss", "ct", "rs", "er", "or",
    ]

    private static func parts(of text: String) -> [(text: String, isWord: Bool)] {
        var parts: [(text: String, isWord: Bool)] = []
        for character in text {
            let isWord = character.unicodeScalars.allSatisfy { RomanizedLanguage.latinLetter($0) != nil }
            if let last = parts.last, last.isWord == isWord {
                parts[parts.count - 1].text.append(character)
            } else {
                parts.append((String(character), isWord))
            }
        }
        return parts
    }
}
