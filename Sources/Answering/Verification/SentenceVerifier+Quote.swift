import DeskModel
import TextAnalysis

extension SentenceVerifier {
    /// The place in the passage that comes closest to the sentence.
    func quote(for sentence: String, in passage: Passage) -> Citation {
        let analyzer = TermAnalyzer(language: passage.chunk.language)
        let terms = Set(analyzer.terms(in: sentence))
        let best = passage.chunk.honestSentences.max { a, b in
            analyzer.terms(in: a.text).count { terms.contains($0) }
                < analyzer.terms(in: b.text).count { terms.contains($0) }
        }
        return Citation(
            passage, page: best?.page ?? passage.chunk.pages.lowerBound, quote: best?.text ?? passage.chunk.text)
    }
}
