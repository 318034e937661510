import TextAnalysis

/// What a question is about, as a set: the stems of its content words, with words that mean the same in a customer's
/// question made one, and words that only ask left out.
///
/// An embedding cannot tell "When does the sauna open?" from "When does the sauna close?" (cosine 0.91 by
/// all-MiniLM-L6-v2, more than most paraphrases have), so a question takes an owner's answer only when both are about
/// the same set.
struct QuestionConcepts: Sendable {
    /// Empty when only words that ask were left.
    let concepts: Set<String>
    /// Little words that turn a question round: `not`, `without`, `before`.
    let turns: Set<String>
    /// Whose: `my`, `your`.
    private let possessives: Set<String>
    /// Numbers, dates, weekdays, codes: they agree to the letter or not at all.
    private let literals: Set<Set<String>>

    /// - Parameter language: BCP 47 primary subtag, which decides stems and stop words.
    init(_ question: String, language: String) {
        let analyzer = TermAnalyzer(language: language)
        let words = Self.words(of: question)
        var concepts: Set<String> = []
        var turns: Set<String> = []
        var possessives: Set<String> = []
        var index = 0
        while index < words.count {
            if let (length, meaning) = ConceptLexicon.longestPhrase(in: words, at: index) {
                concepts.formUnion(meaning)
                index += length
                continue
            }
            let word = words[index]
            index += 1
            if ConceptLexicon.turns.contains(word) {
                turns.insert(ConceptLexicon.negations.contains(word) ? "not" : word)
            } else if let owner = ConceptLexicon.possessives[word] {
                possessives.insert(owner)
            } else if !ConceptLexicon.generic.contains(word), !analyzer.isStopWord(word) {
                concepts.formUnion(analyzer.terms(in: word))
            }
        }
        self.concepts = concepts
        self.turns = turns
        self.possessives = possessives
        literals = Set(LiteralScanner.literals(in: TextToken.tokens(in: question), offering: false).map(\.forms))
    }

    /// Whether both ask the same as far as words can tell.
    func agree(with other: QuestionConcepts) -> Bool {
        !concepts.isEmpty && concepts == other.concepts && turns == other.turns
            && (possessives.isEmpty || other.possessives.isEmpty || !possessives.isDisjoint(with: other.possessives))
            && literals == other.literals
    }

    /// In lower case, split at everything but letters, marks and digits; `n't` is a word of its own.
    private static func words(of question: String) -> [String] {
        let plain = question.replacing("\u{2019}", with: "'").lowercased()
            .replacing("can't", with: "can not").replacing("won't", with: "will not").replacing("n't", with: " not")
        return QuestionForm.exact(plain.replacing("'", with: " ")).split(separator: " ").map(String.init)
            // What an apostrophe left: s, d, ll.
            .filter { !["s", "d", "m", "ll", "re", "ve", "l", "qu"].contains($0) }
    }
}
