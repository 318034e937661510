public import DeskModel
import TextAnalysis

/// Finds the passages that a question is about: dense and full-text search at once, fused by what each list is worth,
/// re-ranked by what the candidates hold, copies merged.
public struct Retriever: Sendable {
    private let passageStore: any PassageStore
    private let vectorSearch: any VectorSearch
    private let languages = BusinessLanguages()

    /// How many each search is asked for.
    static let depth = 100
    /// How many of the fused list are re-ranked.
    static let reranked = 40
    public static let mostPassages = 100
    /// Which passage behind the best one tells what any passage of the business would score for the question.
    static let backgroundRank = 10
    /// How often a search is repeated at most when a change overtook it.
    static let repeats = 3

    public init(passageStore: any PassageStore, vectorSearch: any VectorSearch) {
        self.passageStore = passageStore
        self.vectorSearch = vectorSearch
    }

    /// The terms of a question, by the languages that the business's documents are likely in.
    func analysis(of text: String, in business: BusinessID) -> AnalyzedQuery {
        QueryAnalyzer().analyze(text, likelyLanguages: languages.likely(for: business))
    }

    /// What full text finds, which can be had while the question is being embedded.
    func matches(
        of analysis: AnalyzedQuery, in business: BusinessID, filter: PassageFilter
    ) async throws -> FullTextMatches {
        try await passageStore.fullTextMatches(analysis.terms, in: business, limit: Self.depth, filter: filter)
    }

    /// How many of the business's chunks hold each term.
    func statistics(of terms: [String], in business: BusinessID) async throws -> TermStatistics {
        try await passageStore.termStatistics(terms, in: business)
    }

    /// The passages for the query, best first, without near-duplicates.
    ///
    /// - Parameters:
    ///   - limit: cut to 1...100.
    ///   - matches: what full text found for the query, with the same filter.
    ///   - filter: applied inside both searches, so that nothing it hides takes another's place.
    /// - Throws: what the stores throw.
    func passages(
        for query: RetrievalQuery, matches: FullTextMatches, in business: BusinessID, limit: Int,
        filter: PassageFilter = .customers
    ) async throws -> Retrieval {
        var retrieval = try await attempt(query, matches, in: business, limit: limit, filter)
        // A document that was replaced between finding its chunks and reading them is looked for again.
        for _ in 0..<Self.repeats where retrieval.isOvertaken {
            let anew = try await self.matches(of: query.analysis, in: business, filter: filter)
            retrieval = try await attempt(query, anew, in: business, limit: limit, filter)
        }
        return retrieval
    }

    private func attempt(
        _ query: RetrievalQuery, _ matches: FullTextMatches, in business: BusinessID, limit: Int,
        _ filter: PassageFilter
    ) async throws -> Retrieval {
        let limit = max(1, min(limit, Self.mostPassages))
        let counted = matches.statistics
        let lexicalHits = matches.chunks
        let denseHits = try await denseHits(query, business, filter, atLeast: matches.generation)
        let floor = query.profile.floor(ofLast: denseHits.last?.score, among: denseHits.count)
        let fusion = Fusion.fuse(
            dense: denseHits, lexical: lexicalHits, floor: floor,
            highestLexical: Self.highestBM25(query.analysis, counted), support: query.languageSupport)
        let wanted = fusion.candidates.prefix(max(Self.reranked, limit + limit / 4))
        let fetched = try await passageStore.passages(wanted.map(\.id), in: business)
        languages.note(Array(fetched.prefix(10)), of: business)

        let reranker = Reranker(query: query, statistics: counted, denseFloor: floor, trust: fusion.trust)
        let (ranked, ranking) = reranker.rank(fetched, candidates: Array(wanted), reranked: Self.reranked)
        var deduplication = Deduplication()
        var kept: [RankedPassage] = []
        var copies: [RankedPassage] = []
        for candidate in ranked where kept.count < max(limit, Self.backgroundRank + 1) {
            if deduplication.isNew(candidate.passage) {
                kept.append(candidate)
            } else if kept.count < limit {
                copies.append(candidate)
            }
        }
        return Retrieval(
            query: query, ranked: Array(kept.prefix(limit)), statistics: counted, denseTrust: fusion.trust,
            denseFloor: floor, ranking: ranking,
            backgroundScore: kept.count > Self.backgroundRank
                ? query.profile.ranking.score(kept[Self.backgroundRank].features) : 0,
            isOvertaken: fetched.isEmpty && !wanted.isEmpty, copies: copies)
    }

    /// - Parameter generation: what full text has seen. An older list would hide a document that came in just now
    ///   behind those that both lists hold.
    private func denseHits(
        _ query: RetrievalQuery, _ business: BusinessID, _ filter: PassageFilter, atLeast generation: Int64
    ) async throws -> [ScoredChunk] {
        // A model that knows nothing of the language would only add noise.
        guard let vector = query.vector, query.languageSupport > 0 else { return [] }
        return try await vectorSearch.search(
            vector, of: query.modelID, in: business, limit: Self.depth,
            allowing: try await passageStore.chunks(passing: filter, in: business), atLeast: generation)
    }

    /// What a chunk would score that held every term many times: BM25 saturates at k1 + 1 times the term's weight.
    private static func highestBM25(_ analysis: AnalyzedQuery, _ statistics: TermStatistics) -> Double {
        let sums = analysis.languages.map { language in
            analysis.terms(for: language).reduce(0) { $0 + statistics.inverseDocumentFrequency(of: $1) }
        }
        return 2.2 * (sums.max() ?? 0)
    }
}

/// What a search gave and what it was based on.
public struct Retrieval: Sendable {
    public let query: RetrievalQuery
    var ranked: [RankedPassage]
    /// Of the query's terms in this business.
    public let statistics: TermStatistics
    /// How far the dense list was trusted, 0...1.
    public let denseTrust: Double
    /// The cosine that unrelated chunks have.
    let denseFloor: Double
    /// What the features were weighed by.
    let ranking: Ranking
    /// The score of the passage at `Retriever.backgroundRank` by the first model's weights, whatever the limit; 0 where
    /// there are fewer.
    let backgroundScore: Double
    /// Whether all that was found was gone when it was read.
    let isOvertaken: Bool
    /// Passages left out because one of `ranked` says the same, best first.
    var copies: [RankedPassage] = []

    public var passages: [Passage] { ranked.map(\.passage) }

    /// The same with only the best passages.
    func prefix(_ count: Int) -> Retrieval {
        Retrieval(
            query: query, ranked: Array(ranked.prefix(count)), statistics: statistics, denseTrust: denseTrust,
            denseFloor: denseFloor, ranking: ranking, backgroundScore: backgroundScore, isOvertaken: isOvertaken)
    }
    /// The re-ranker's features of each passage, in the same order.
    public var features: [RankingFeatures] { ranked.map(\.features) }
}

/// A passage with the features that put it where it stands.
struct RankedPassage: Sendable {
    var passage: Passage
    let features: RankingFeatures
}
