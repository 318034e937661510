public import DeskModel
import TextAnalysis

/// Why a question finds what it finds: every candidate with the parts of its score, and what the confidence is made of.
public struct RetrievalExplanation: Sendable {
    /// One part of a weighed sum.
    public struct Part: Hashable, Sendable, Codable {
        public let name: String
        /// About 0...1.
        public let value: Double
        public let weight: Double
    }

    /// A term of the question that a passage holds.
    public struct Term: Hashable, Sendable, Codable {
        /// Stemmed and folded, as full text sees it.
        public let term: String
        /// Inverse document frequency among the business's passages: how much it tells.
        public let weight: Double
    }

    /// A passage that was found.
    public struct Candidate: Sendable {
        /// `Passage.score` is the re-ranker's.
        public let passage: Passage
        /// From 1; `nil` for copies, which take no part.
        public let rank: Int?
        public let parts: [Part]
        public let terms: [Term]
        /// The passage above that says the same.
        public let copyOf: ChunkID?
    }

    /// What was searched for.
    public let query: String
    public let embeddingModel: String
    /// The owner's answer that would be given instead; `nil` when the documents are asked.
    public let override: Receipt.Override?
    /// Best first, then the copies.
    public let candidates: [Candidate]
    /// 0...1.
    public let confidence: Double
    public let threshold: Double
    public let confidenceParts: [Part]
    public let contradictions: [Contradiction]
    /// The sentences that an extracted answer would be chosen from, best first.
    public let evidence: [String]
}

extension Answerer {
    /// Explains what a question finds, without answering it.
    ///
    /// - Parameter limit: of the candidates, cut to 1...100.
    /// - Throws: what the stores throw.
    public func explain(_ request: AnswerRequest, limit: Int) async throws -> RetrievalExplanation {
        let question = QuestionText(request.question)
        let resolution = try await resolve(question.text, request)
        let scripted = if let made = resolution.query { made } else { try await searched(question.text, request) }
        let query = scripted.text
        let (found, model) = try await retrieve(
            query, request.business, limit: max(limit, passages(for: request.business)), filter: request.filter)
        let conflicts = Conflicts(in: found.prefix(passages(for: request.business)), at: now())
        let used = conflicts.settled(found).prefix(passages(for: request.business))
        let evidence = EvidenceFinder(question: query, retrieval: used).evidence()
        let features = ConfidenceFeatures(query, used, evidence)
        let kept = found.prefix(limit)
        return RetrievalExplanation(
            query: query, embeddingModel: model,
            override: resolution.match.map {
                Receipt.Override(faq: $0.faq.id, phrasing: $0.phrasing, similarity: $0.similarity)
            },
            candidates: kept.ranked.enumerated().map { explained($1, rank: $0 + 1, in: found) }
                + found.copies.prefix(limit).map { explained($0, rank: nil, in: found) },
            confidence: evidence.isEmpty ? 0 : Confidence.of(features), threshold: threshold(of: request.business),
            confidenceParts: Self.parts(ConfidenceFeatures.names, features.values, features.model.weights),
            contradictions: conflicts.contradictions,
            evidence: evidence.sorted { $0.score > $1.score }.prefix(5).map(\.text))
    }

    private func explained(
        _ ranked: RankedPassage, rank: Int?, in found: Retrieval
    ) -> RetrievalExplanation.Candidate {
        let chunk = ranked.passage.chunk
        let held = Set(chunk.terms.split(separator: " ").map(String.init))
        let terms = Set(found.query.analysis.terms(for: chunk.language)).intersection(held).map {
            RetrievalExplanation.Term(term: $0, weight: found.statistics.inverseDocumentFrequency(of: $0))
        }
        return RetrievalExplanation.Candidate(
            passage: ranked.passage, rank: rank,
            // A second model that was not asked has no weight.
            parts: Self.parts(RankingFeatures.names, ranked.features.values, found.ranking.model.weights)
                .filter { $0.weight > 0 },
            terms: terms.sorted { ($0.weight, $1.term) > ($1.weight, $0.term) },
            copyOf: rank == nil ? Self.original(of: chunk, held, among: found.ranked) : nil)
    }

    /// The kept passage that shares the most with a copy.
    private static func original(of chunk: Chunk, _ terms: Set<String>, among kept: [RankedPassage]) -> ChunkID? {
        func shared(_ other: Chunk) -> Double {
            let overlap = other.document == chunk.document ? other.characters.clamped(to: chunk.characters).count : 0
            let words = Set(other.terms.split(separator: " ").map(String.init))
            let union = words.union(terms).count
            let same = union > 0 ? Double(words.intersection(terms).count) / Double(union) : 0
            return max(same, chunk.characters.isEmpty ? 0 : Double(overlap) / Double(chunk.characters.count))
        }
        return kept.map(\.passage.chunk).max { shared($0) < shared($1) }?.id
    }

    private static func parts(
        _ names: [String], _ values: [Double], _ weights: [Double]
    ) -> [RetrievalExplanation.Part] {
        zip(names, zip(values, weights)).map { RetrievalExplanation.Part(name: $0, value: $1.0, weight: $1.1) }
    }
}
