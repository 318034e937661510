public import DeskModel

/// Why a question is answered as it is: every candidate with its features, every sentence weighed as an answer, and what
/// the confidence is judged by.
public struct Inspection: Sendable {
    /// A passage with what put it where it stands.
    public struct Candidate: Sendable {
        /// `Passage.score` is the re-ranker's.
        public let passage: Passage
        public let features: RankingFeatures
    }

    /// A sentence weighed as an answer.
    public struct Sentence: Sendable {
        /// Index into `candidates`.
        public let candidate: Int
        public let text: String
        public let features: EvidenceFeatures
        public let score: Double
    }

    /// What was searched for: the question, completed from what was said before.
    public let query: String
    /// Best first, without copies.
    public let candidates: [Candidate]
    /// In the order of the passages and of their text.
    public let sentences: [Sentence]
    public let confidenceFeatures: ConfidenceFeatures
    /// 0...1, before the threshold.
    public let confidence: Double

    init(query: String, retrieval: Retrieval, evidence: [Evidence], features: ConfidenceFeatures) {
        self.query = query
        candidates = retrieval.ranked.map { Candidate(passage: $0.passage, features: $0.features) }
        sentences = evidence.map {
            Sentence(candidate: $0.passage, text: $0.text, features: $0.features, score: $0.score)
        }
        confidenceFeatures = features
        confidence = evidence.isEmpty ? 0 : Confidence.of(features)
    }
}
