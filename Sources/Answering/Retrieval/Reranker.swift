import DeskModel
import TextAnalysis

/// What candidates were put in order by.
struct Ranking: Hashable, Sendable {
    let model: RankingModel
    /// The model that was asked beside the one that embedded the question; `nil` when none was.
    let second: String?
}

/// Puts candidates in order by a linear model over features that cost no model call.
struct Reranker {
    let query: RetrievalQuery
    let statistics: TermStatistics
    /// The cosine that unrelated chunks have.
    let denseFloor: Double
    /// How far dense scores are trusted, 0...1.
    let trust: Double

    /// Passages with their scores in 0...1, best first, and what their features were weighed by.
    ///
    /// - Parameters:
    ///   - passages: fetched candidates, in the fused order.
    ///   - candidates: their fused scores.
    ///   - reranked: how many from the top are re-ranked; the rest keep their order below.
    func rank(
        _ passages: [Passage], candidates: [Fusion.Candidate], reranked: Int
    ) -> (passages: [RankedPassage], ranking: Ranking) {
        let byID = Dictionary(candidates.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let similarity = trust > 0 ? query.vector.map { SentenceSimilarity($0) } : nil
        let second = SecondOpinion(query, passages.prefix(reranked))
        let model = second == nil ? query.profile.ranking : query.profile.rankingBesideSecond
        let ranking = Ranking(model: model, second: second?.modelID)
        var matchers: [String: TermMatcher] = [:]
        var ranked: [RankedPassage] = []
        for (index, passage) in passages.enumerated() {
            guard let candidate = byID[passage.chunk.id] else { continue }
            var passage = passage
            passage.dense = candidate.dense
            passage.lexical = candidate.lexical
            passage.fused = candidate.fused
            var features = RankingFeatures()
            features.dense = candidate.denseShare * trust
            features.lexical = candidate.lexicalShare
            if index < reranked {
                let matcher = matcher(for: passage.chunk.language, &matchers)
                fill(&features, for: passage, matcher: matcher, similarity: similarity)
                if let second {
                    features.second = second.share(of: passage) ?? (features.dense + features.sentence) / 2
                }
            }
            passage.score = index < reranked ? model.score(features) : candidate.fused
            ranked.append(RankedPassage(passage: passage, features: features))
        }
        return (order(ranked, reranked: reranked), ranking)
    }

    private func fill(
        _ features: inout RankingFeatures, for passage: Passage, matcher: TermMatcher, similarity: SentenceSimilarity?
    ) {
        let match = matcher.match(separated: passage.chunk.terms)
        features.coverage = match.coverage
        features.proximity = match.proximity
        let heading = ([passage.documentTitle] + passage.chunk.sectionPath).joined(separator: " ")
        let headingTerms = TermAnalyzer(language: passage.chunk.language).terms(in: heading)
        features.heading = matcher.share(of: matcher.present(in: headingTerms))
        if let similarity, denseFloor < 0.999 {
            let best = passage.sentenceVectors.compactMap(similarity.cosine).max() ?? passage.dense ?? denseFloor
            features.sentence = trust * max(0, min(1, (best - denseFloor) / (1 - denseFloor)))
        }
    }

    private func matcher(for language: String, _ cache: inout [String: TermMatcher]) -> TermMatcher {
        if let known = cache[language] { return known }
        let made = TermMatcher(query.analysis.terms(for: language), statistics)
        cache[language] = made
        return made
    }

    /// Re-ranked ones first; the rest follow, scored no higher than the last of them.
    private func order(_ ranked: [RankedPassage], reranked: Int) -> [RankedPassage] {
        let head = ranked.prefix(reranked).sorted {
            ($0.passage.score, $1.passage.chunk.id) > ($1.passage.score, $0.passage.chunk.id)
        }
        let ceiling = head.last?.passage.score ?? 1
        let tail = ranked.dropFirst(reranked).map { candidate in
            var candidate = candidate
            candidate.passage.score = min(candidate.passage.score, ceiling)
            return candidate
        }
        return (head + tail).map { candidate in
            var candidate = candidate
            candidate.passage.score = max(0, min(1, candidate.passage.score))
            return candidate
        }
    }
}
