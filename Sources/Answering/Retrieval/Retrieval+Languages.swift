import DeskModel
import TextAnalysis

extension Retrieval {
    /// Share of the question's terms, by inverse document frequency, that no document of the business holds; 0 when
    /// nothing was found.
    var unknownShare: Double {
        guard let first = ranked.first else { return 0 }
        let matcher = TermMatcher(query.analysis.terms(for: first.passage.chunk.language), statistics)
        let missing = matcher.terms.indices.filter { (statistics.chunksWithTerm[matcher.terms[$0]] ?? 0) == 0 }
        return matcher.share(of: Set(missing))
    }

    /// Whether the best passage was found by meaning in another language than the question's.
    ///
    /// The language of a few words is often guessed wrongly: the documents must not know most of the words, either, and
    /// their language must explain fewer of the question's small words than the guessed one does.
    var isAcrossLanguages: Bool {
        guard denseTrust > 0, let document = ranked.first?.passage.chunk.language else { return false }
        let question = query.analysis.language
        return question != document && question != "und" && document != "und" && unknownShare >= 0.5
            && !isWorded(in: document, noLessThanIn: question)
    }

    /// Whether the small words that every sentence needs are as much those of one language as of the other: by them
    /// "O que a loja vende?" is as good Spanish as Portuguese.
    ///
    /// A single word is chance: "was" is German as well as English.
    private func isWorded(in language: String, noLessThanIn other: String) -> Bool {
        let words = PlainWords(query.text).words
        func explained(by language: String) -> Int {
            let analyzer = TermAnalyzer(language: language)
            return words.count { analyzer.isStopWord($0) }
        }
        let own = explained(by: language)
        return own >= 2 && own >= explained(by: other)
    }
}
