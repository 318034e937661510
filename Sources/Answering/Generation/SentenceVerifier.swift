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

    /// Share of a clause's terms in another that makes the two speak of the same thing.
    static let sameClause = 0.65

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
        let sentences: [Set<String>]
        let clauses: [(terms: Set<String>, denies: Bool)]
        let language: String

        init(
            terms: Set<String>, literals: Literals, words: Set<String>, sentences: [Set<String>],
            clauses: [(terms: Set<String>, denies: Bool)], language: String
        ) {
            self.terms = terms
            self.literals = literals
            self.words = words
            self.sentences = sentences
            self.clauses = clauses
            self.language = language
        }

        /// All of several sources, in the language of the first.
        init(merging sources: [Source]) {
            self.init(
                terms: sources.reduce(into: []) { $0.formUnion($1.terms) },
                literals: Literals(merging: sources.map(\.literals)),
                words: sources.reduce(into: []) { $0.formUnion($1.words) }, sentences: sources.flatMap(\.sentences),
                clauses: sources.flatMap(\.clauses), language: sources.first?.language ?? "und")
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
            sentences: sentences.map { Set(analyzer.terms(in: $0.text)) },
            clauses: sentences.flatMap { clauses(of: $0.text, analyzer) }, language: passage.chunk.language)
    }

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
        if cited.count > 1,
            case .success = judge(sentence, claimed, by: Source(merging: candidates.map { sources[$0] }))
        {
            return .supported(candidates)
        }
        return .unsupported(reason)
    }

    private struct Failure: Error { let reason: Reason }

    private func judge(_ sentence: String, _ claimed: Literals, by source: Source) -> Result<Double, Failure> {
        let analyzer = TermAnalyzer(language: source.language)
        guard claimed.missing(from: source.literals).isEmpty else { return .failure(Failure(reason: .literal)) }
        guard namesHold(sentence, source) else { return .failure(Failure(reason: .name)) }
        // Literals were compared in their canonical forms; what is left are the words.
        let terms = Set(analyzer.terms(in: sentence)).filter { !$0.contains(where: \.isNumber) }
        guard !terms.isEmpty else { return claimed.isEmpty ? .failure(Failure(reason: .empty)) : .success(1) }
        let overlap = Self.share(of: terms, in: source.terms)
        let focus = closest(terms, in: source)
        guard overlap >= Self.neededOverlap, focus >= Self.neededFocus else {
            return .failure(Failure(reason: .overlap))
        }
        for clause in Self.clauses(of: sentence, analyzer) where !clause.terms.isEmpty {
            let match = source.clauses.max {
                Self.share(of: clause.terms, in: $0.terms) < Self.share(of: clause.terms, in: $1.terms)
            }
            guard let match, Self.share(of: clause.terms, in: match.terms) >= Self.sameClause else { continue }
            if match.denies != clause.denies { return .failure(Failure(reason: .polarity)) }
        }
        return .success(overlap + focus)
    }

    private static func share(of terms: Set<String>, in others: Set<String>) -> Double {
        Double(terms.count { others.contains($0) }) / Double(max(1, terms.count))
    }

    /// The largest share of the terms that one sentence of the source holds together with the one after it.
    private func closest(_ terms: Set<String>, in source: Source) -> Double {
        source.sentences.indices.reduce(0) { best, index in
            let next = index + 1 < source.sentences.count ? source.sentences[index + 1] : []
            return max(best, Self.share(of: terms, in: source.sentences[index].union(next)))
        }
    }

    /// The parts of a sentence that affirm or deny by themselves.
    private static func clauses(of sentence: String, _ analyzer: TermAnalyzer) -> [(terms: Set<String>, denies: Bool)] {
        var parts: [[Substring]] = [[]]
        for word in sentence.split(whereSeparator: \.isWhitespace) {
            if conjunctions.contains(word.lowercased()) {
                parts.append([])
            } else {
                parts[parts.count - 1].append(word)
            }
            if word.last == "," || word.last == ";" { parts.append([]) }
        }
        return parts.filter { !$0.isEmpty }.map { part in
            let text = part.joined(separator: " ")
            return (Set(analyzer.terms(in: text)), Polarity.denies(text))
        }
    }

    private static let conjunctions: Set<String> = [
        "and", "but", "or", "while", "although", "though", "because", "if", "unless", "when", "which", "y", "pero", "o",
        "e",
        "mas", "ou", "und", "aber", "oder", "et", "mais", "और", "लेकिन", "या",
    ]

    /// Whether every capitalised word inside the sentence, codes apart, is one of the source's or of the question's.
    private func namesHold(_ sentence: String, _ source: Source) -> Bool {
        // German capitalises every noun: there, capitals do not mark names.
        guard source.language != "de" else { return true }
        var isStart = true
        for raw in sentence.split(whereSeparator: \.isWhitespace) {
            defer { isStart = raw.last.map { ".:!?".contains($0) } ?? false }
            let word = String(raw).trimmingEdges()
            guard !isStart, word.count > 1, word.first?.isUppercase == true,
                !word.contains(where: \.isNumber)
            else { continue }
            let parts = Self.words(word)
            guard parts.allSatisfy({ source.words.contains($0) || knownWords.contains($0) || $0.count < 2 }) else {
                return false
            }
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
        "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "unable", "nunca",
        "sin",
        "ningún", "ninguna", "não", "nenhum", "nenhuma", "sem", "nicht", "kein", "keine", "keinen", "keiner", "nie",
        "ohne",
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
