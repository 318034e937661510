import DeskModel

/// Recognises that a customer wants to fill in a form: its keyword as the whole message, or in a few words that say
/// nothing else ("I'd like to fill out the form, please"). A sentence that merely holds the word starts nothing.
enum FormStart {
    private static let mostTokens = 12

    /// The form that a message starts, and the language to go on in.
    ///
    /// - Parameters:
    ///   - forms: oldest first; of several with the same keyword the oldest starts.
    ///   - preferred: languages to choose by when the word belongs to several, best first.
    static func form(
        for text: String, among forms: [FormDefinition], preferred: [String]
    ) -> (form: FormDefinition, language: String)? {
        let folded = FoldedText(text)
        guard !folded.tokens.isEmpty, folded.tokens.count <= mostTokens else { return nil }
        for form in forms where form.form.isEnabled && !form.asked.isEmpty {
            let own = form.form.keywords.map { Keyword($0, nil) }
            let matches = (own.isEmpty ? standard : own).filter { isStart(folded.tokens, keyword: $0.tokens) }
            guard !matches.isEmpty else { continue }
            return (form, language(of: matches, in: folded.tokens, text, preferred: preferred))
        }
        return nil
    }

    /// The language whose words stand around the keyword; else one of those that the keyword belongs to.
    private static func language(
        of matches: [Keyword], in tokens: [String], _ text: String, preferred: [String]
    ) -> String {
        let languages = matches.compactMap(\.language)
        let scores = Set(languages).map { language in
            (language: language, score: tokens.count { FormLexicon.all[language]?.surrounding.contains($0) == true })
        }.sorted { $0.score > $1.score }
        if let best = scores.first, best.score > (scores.dropFirst().first?.score ?? 0) { return best.language }
        // The English word is understood everywhere, so that it says little about who uses it.
        let isTelling = !languages.isEmpty && !languages.contains(FormLexicon.fallback)
        let known = preferred.first { isTelling ? languages.contains($0) : FormLexicon.all[$0] != nil }
        let said = matches.first { $0.word.lowercased() == text.lowercased() }?.language
        return known ?? said ?? languages.first ?? FormLexicon.fallback
    }

    /// The words that start forms without keywords of their own.
    private static let standard = FormLexicon.all.values.sorted { $0.language < $1.language }.flatMap { lexicon in
        lexicon.keywords.map { Keyword($0, lexicon.language) }
    }

    private struct Keyword: Sendable {
        let word: String
        let tokens: [String]
        /// `nil` for a business's own.
        let language: String?

        init(_ word: String, _ language: String?) {
            self.word = word
            tokens = FoldedText(word).tokens
            self.language = language
        }
    }

    private static func isStart(_ tokens: [String], keyword: [String]) -> Bool {
        guard !keyword.isEmpty, tokens.count >= keyword.count else { return false }
        if tokens == keyword { return true }
        for start in 0...tokens.count - keyword.count
        where Array(tokens[start..<start + keyword.count]) == keyword {
            let rest = tokens[..<start] + tokens[(start + keyword.count)...]
            if rest.allSatisfy(vocabulary.contains) { return true }
        }
        return false
    }

    private static let vocabulary: Set<String> = FormLexicon.all.values.reduce(into: []) {
        $0.formUnion($1.surrounding)
    }
}
