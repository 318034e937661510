import DeskModel
import TextAnalysis

/// Weighs every sentence of the best passages as an answer to the question.
struct EvidenceFinder {
    /// How many passages are read sentence by sentence.
    static let passagesRead = 6
    /// Sentences read in one passage.
    static let sentencesRead = 60

    let question: String
    let retrieval: Retrieval

    /// All sentences in the passages' order, scored.
    func evidence() -> [Evidence] {
        let isAcross = retrieval.isAcrossLanguages
        let kind = isAcross ? QuestionKind(question, in: retrieval.query.analysis.language) : QuestionKind(question)
        let questionWords = Set(PlainWords(question).words)
        let similarity = retrieval.denseTrust > 0 ? retrieval.query.vector.map(SentenceSimilarity.init) : nil
        let top = retrieval.ranked.first?.passage.score ?? 0
        var matchers: [String: TermMatcher] = [:]
        var all: [Evidence] = []
        for (index, ranked) in retrieval.ranked.prefix(Self.passagesRead).enumerated() {
            let passage = ranked.passage
            let language = passage.chunk.language
            let matcher =
                matchers[language] ?? TermMatcher(retrieval.query.analysis.terms(for: language), retrieval.statistics)
            matchers[language] = matcher
            var found = sentences(of: passage, index, matcher, kind, questionWords)
            for position in found.indices {
                found[position].features.passage = top > 0 ? passage.score / top : 0
                let vectors = passage.sentenceVectors
                if let similarity, found[position].sentence < vectors.count {
                    found[position].features.similarity = share(similarity.cosine(vectors[found[position].sentence]))
                }
            }
            addContext(&found, passage, matcher)
            if isAcross, let similarity { addStanding(&found, passage, similarity) }
            all += found
        }
        if isAcross { addSurviving(&all) }
        // One model for all passages, so that their sentences can be compared.
        let model = isAcross ? retrieval.query.profile.evidenceAcrossLanguages : .general
        for index in all.indices { all[index].score = model.score(all[index].features) }
        return all
    }

    private func sentences(
        of passage: Passage, _ index: Int, _ matcher: TermMatcher, _ kind: QuestionKind, _ questionWords: Set<String>
    ) -> [Evidence] {
        let analyzer = TermAnalyzer(language: passage.chunk.language)
        var found: [Evidence] = []
        var planted = PlantedInstructions()
        for (position, sentence) in passage.chunk.sentences.prefix(Self.sentencesRead).enumerated() {
            guard let text = sentence.checkedText(in: passage.chunk.text) else { continue }
            let words = PlainWords(text)
            guard !planted.takes(text, words: words) else { continue }
            let terms = analyzer.terms(in: text)
            var evidence = Evidence(
                passage: index, sentence: position, text: text, page: sentence.page, kind: sentence.kind,
                words: WordCount.of(text), features: EvidenceFeatures())
            evidence.present = matcher.present(in: terms)
            evidence.features.coverage = matcher.share(of: evidence.present)
            let fresh = terms.count { !matcher.terms.contains($0) }
            evidence.features.novelty = min(1, Double(fresh) / 4)
            let fit = AnswerSigns(text, words: words, questionWords: questionWords).fit(kind)
            // A table's headers are capitalised like names.
            evidence.features.fit = sentence.kind == .tableRow && kind == .person ? min(0.5, fit) : fit
            evidence.features.echo = sentence.kind == .heading || text.hasSuffix("?") ? 1 : 0
            found.append(evidence)
        }
        return found
    }

    /// Lets a sentence profit from what stands around it: the answer often follows the sentence that names its topic.
    private func addContext(_ found: inout [Evidence], _ passage: Passage, _ matcher: TermMatcher) {
        let heading = ([passage.documentTitle] + passage.chunk.sectionPath).joined(separator: " ")
        let headingTerms = matcher.present(in: TermAnalyzer(language: passage.chunk.language).terms(in: heading))
        let own = found.map { ($0.features.similarity + $0.features.coverage) / 2 }
        for index in found.indices {
            var around = headingTerms.union(found[index].present)
            var neighbour = 0.0
            if index > 0 {
                around.formUnion(found[index - 1].present)
                neighbour = own[index - 1]
            }
            if index + 1 < found.count {
                around.formUnion(found[index + 1].present)
                neighbour = max(neighbour, own[index + 1])
            }
            found[index].around = around
            found[index].features.context = matcher.share(of: around)
            found[index].features.neighbour = neighbour
        }
    }

    /// How the sentences stand to the closest one of their passage: all of them are about its topic, and what sets them
    /// apart is little beside what sets the passage apart from others.
    private func addStanding(_ found: inout [Evidence], _ passage: Passage, _ similarity: SentenceSimilarity) {
        let vectors = passage.sentenceVectors
        let cosines = found.map { $0.sentence < vectors.count ? similarity.cosine(vectors[$0.sentence]) : nil }
        guard let best = cosines.compactMap({ $0 }).max(), retrieval.denseFloor < 0.999 else { return }
        for (index, cosine) in cosines.enumerated() {
            guard let cosine else { continue }
            found[index].features.standing =
                retrieval.denseTrust * max(0, 1 - (best - cosine) / (1 - retrieval.denseFloor))
        }
    }

    private func addSurviving(_ all: inout [Evidence]) {
        guard let document = retrieval.ranked.first?.passage.chunk.language else { return }
        let words = SurvivingWords(question, in: retrieval.query.analysis.language, to: document)
        for (index, share) in words.shares(in: all.map(\.text)).enumerated() {
            all[index].features.surviving = share
        }
    }

    private func share(_ cosine: Double?) -> Double {
        guard let cosine, retrieval.denseFloor < 0.999 else { return 0 }
        return retrieval.denseTrust * max(0, min(1, (cosine - retrieval.denseFloor) / (1 - retrieval.denseFloor)))
    }
}

/// Words as readers count them.
enum WordCount {
    static func of(_ text: String) -> Int {
        var count = 0
        var inWord = false
        for scalar in text.unicodeScalars {
            // Scripts without spaces: every second character is about a word.
            let isWord: Bool
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: isWord = true
            case 0..<0x80: isWord = false
            default:
                isWord =
                    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || scalar.properties.generalCategory == .nonspacingMark
                    || scalar.properties.generalCategory == .spacingMark
            }
            if isWord, !inWord { count += 1 }
            inWord = isWord
        }
        return count
    }
}

extension ChunkSentence {
    /// The sentence's text, or `nil` when the stored offsets do not fit the text.
    func checkedText(in chunkText: String) -> String? {
        let bytes = chunkText.utf8
        guard start >= 0, start < end, end <= bytes.count else { return nil }
        let lower = bytes.index(bytes.startIndex, offsetBy: start)
        return String(bytes[lower..<bytes.index(lower, offsetBy: end - start)])
    }
}
