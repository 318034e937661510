import DeskModel
import TextAnalysis

/// Decides whether a generated sentence says only what the passages say.
///
/// Every literal (number, price, date, time, code, address, phone number) must stand in a cited passage, or in any
/// retrieved one when none is cited; so must names; most content words must; and where one sentence of the passage matches
/// closely, both affirm or both deny. These are necessary signs of support, cheap enough for each sentence of a stream.
struct SentenceVerifier: Sendable {
    /// Share of the sentence's terms that the passages must hold.
    static let neededOverlap = 0.6
    /// Share that one sentence of them, with its neighbour, must hold.
    static let neededFocus = 0.4

    /// What became of a sentence.
    enum Verdict: Hashable, Sendable {
        /// Indices of the supporting passages.
        case supported([Int])
        case unsupported(Reason)
    }

    enum Reason: String, Hashable, Sendable { case literal, name, overlap, polarity, empty }

    private struct Source: Sendable {
        let terms: Set<String>
        let literals: Literals
        let words: Set<String>
        let sentences: [(terms: Set<String>, denies: Bool)]
        let language: String

        init(
            terms: Set<String>, literals: Literals, words: Set<String>, sentences: [(terms: Set<String>, denies: Bool)],
            language: String
        ) {
            self.terms = terms
            self.literals = literals
            self.words = words
            self.sentences = sentences
            self.language = language
        }

        /// All of several sources, in the language of the first.
        init(merging sources: [Source]) {
            self.init(
                terms: sources.reduce(into: []) { $0.formUnion($1.terms) },
                literals: Literals(merging: sources.map(\.literals)),
                words: sources.reduce(into: []) { $0.formUnion($1.words) }, sentences: sources.flatMap(\.sentences),
                language: sources.first?.language ?? "und")
        }
    }

    private let sources: [Source]
    private let knownWords: Set<String>

    /// - Parameters:
    ///   - passages: what the model was shown.
    ///   - known: texts whose names may be repeated: the question, the business's name.
    init(passages: [Passage], known: [String]) {
        sources = passages.map(Self.source)
        knownWords = known.reduce(into: []) { $0.formUnion(Self.words($1)) }
    }

    private static func source(_ passage: Passage) -> Source {
        let analyzer = TermAnalyzer(language: passage.chunk.language)
        let sentences = passage.chunk.honestSentences
        let headings = [passage.documentTitle] + passage.chunk.sectionPath
        let text = (headings + sentences.map(\.text)).joined(separator: "\n")
        return Source(
            terms: Set(analyzer.terms(in: text)), literals: .offered(by: text), words: words(text),
            sentences: sentences.map { (Set(analyzer.terms(in: $0.text)), Polarity.denies($0.text)) },
            language: passage.chunk.language)
    }

    /// The place in the passage that comes closest to the sentence.
    func quote(for sentence: String, in passage: Passage) -> Citation {
        let analyzer = TermAnalyzer(language: passage.chunk.language)
        let terms = Set(analyzer.terms(in: sentence))
        let best = passage.chunk.honestSentences.max { a, b in
            analyzer.terms(in: a.text).count { terms.contains($0) } < analyzer.terms(in: b.text).count { terms.contains($0) }
        }
        return Citation(
            passage, page: best?.page ?? passage.chunk.pages.lowerBound, quote: best?.text ?? passage.chunk.text)
    }

    /// - Parameter cited: indices of the passages that the model named for the sentence.
    func verify(_ sentence: String, cited: [Int]) -> Verdict {
        let candidates = cited.isEmpty ? Array(sources.indices) : cited.filter(sources.indices.contains)
        let claimed = Literals.claimed(in: sentence)
        var reason = Reason.empty
        var best: (index: Int, overlap: Double)?
        for index in candidates {
            switch judge(sentence, claimed, by: sources[index]) {
            case .success(let overlap):
                if overlap > best?.overlap ?? -1 { best = (index, overlap) }
            case .failure(let failure): reason = failure.reason
            }
        }
        if let best { return .supported([best.index]) }
        // A sentence may sum up what several cited passages say.
        if cited.count > 1, case .success = judge(sentence, claimed, by: Source(merging: candidates.map { sources[$0] })) {
            return .supported(candidates)
        }
        return .unsupported(reason)
    }

    private struct Failure: Error { let reason: Reason }

    private func judge(_ sentence: String, _ claimed: Literals, by source: Source) -> Result<Double, Failure> {
        let terms = Set(TermAnalyzer(language: source.language).terms(in: sentence))
        guard !terms.isEmpty else { return .failure(Failure(reason: .empty)) }
        guard claimed.missing(from: source.literals).isEmpty else { return .failure(Failure(reason: .literal)) }
        guard namesHold(sentence, source) else { return .failure(Failure(reason: .name)) }
        let overlap = Double(terms.count { source.terms.contains($0) }) / Double(terms.count)
        guard overlap >= Self.neededOverlap else { return .failure(Failure(reason: .overlap)) }
        guard let match = closest(terms, in: source), match.overlap >= Self.neededFocus else {
            return .failure(Failure(reason: .overlap))
        }
        if match.overlap >= 0.7, match.alone >= 0.6, match.denies != Polarity.denies(sentence) {
            return .failure(Failure(reason: .polarity))
        }
        return .success(overlap + match.overlap)
    }

    /// The sentence of the source that holds most of the terms, counted with the one after it.
    private func closest(_ terms: Set<String>, in source: Source) -> (overlap: Double, alone: Double, denies: Bool)? {
        var best: (overlap: Double, alone: Double, denies: Bool)?
        for (index, sentence) in source.sentences.enumerated() {
            let next = index + 1 < source.sentences.count ? source.sentences[index + 1].terms : []
            let alone = Double(terms.count { sentence.terms.contains($0) }) / Double(terms.count)
            let both = Double(terms.count { sentence.terms.contains($0) || next.contains($0) }) / Double(terms.count)
            if both + alone > (best.map { $0.overlap + $0.alone } ?? -1) { best = (both, alone, sentence.denies) }
        }
        return best
    }

    /// Whether every capitalised word inside the sentence is one of the source's or of the question's.
    private func namesHold(_ sentence: String, _ source: Source) -> Bool {
        // German capitalises every noun: there, capitals do not mark names.
        guard source.language != "de" else { return true }
        var isStart = true
        for raw in sentence.split(whereSeparator: \.isWhitespace) {
            defer { isStart = raw.last.map { ".:!?".contains($0) } ?? false }
            let word = String(raw).trimmingEdges()
            guard !isStart, word.count > 1, word.first?.isUppercase == true else { continue }
            let parts = Self.words(word)
            guard parts.allSatisfy({ source.words.contains($0) || knownWords.contains($0) || $0.count < 2 }) else { return false }
        }
        return true
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
}

/// Whether a sentence affirms or denies.
enum Polarity {
    static func denies(_ sentence: String) -> Bool {
        let words = sentence.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }
        let count = words.count { word in
            negations.contains(String(word)) || word.hasSuffix("n't") || word.hasSuffix("n’t")
        }
        return count % 2 == 1
    }

    private static let negations: Set<String> = [
        "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "unable", "nunca", "sin",
        "ningún", "ninguna", "não", "nenhum", "nenhuma", "sem", "nicht", "kein", "keine", "keinen", "keiner", "nie", "ohne",
        "ne", "pas", "jamais", "sans", "aucun", "aucune", "नहीं", "मत", "बिना", "இல்லை", "முடியாது", "లేదు", "కాదు",
    ]
}

extension Chunk {
    /// The sentences that talk to a reader, with the page each begins on.
    var honestSentences: [(text: String, page: Int)] {
        sentences.compactMap { sentence in
            guard let text = sentence.checkedText(in: text), !PlantedInstructions.isPlanted(text) else { return nil }
            return (text, sentence.page)
        }
    }
}
