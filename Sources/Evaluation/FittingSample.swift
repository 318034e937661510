public import Answering
import DeskModel

/// What the desk knew of one question, with what would have been right.
public struct FittingSample: Hashable, Sendable, Codable {
    /// A passage as the re-ranker saw it.
    public struct Candidate: Hashable, Sendable, Codable {
        public let document: String
        /// The set's grade; 0 where it has none.
        public let relevance: Int
        public let score: Double
        /// `Passage.dense`, `Passage.lexical`.
        public let dense: Double?
        public let lexical: Double?
        /// `RankingFeatures.values`.
        public let features: [Double]
        public let text: String
    }

    /// A sentence as evidence.
    public struct Sentence: Hashable, Sendable, Codable {
        public let candidate: Int
        /// Whether it holds a right answer.
        public let isRight: Bool
        public let score: Double
        /// `EvidenceFeatures.values`.
        public let features: [Double]
        public let text: String
    }

    public let set: String
    public let part: String
    public let id: String
    public let question: String
    public let query: String
    public let isAnswerable: Bool
    /// `ConfidenceFeatures.values`.
    public let confidence: [Double]
    public let candidates: [Candidate]
    public let sentences: [Sentence]

    public init(
        set: String, part: EvaluationPart, question: EvaluationQuestion, _ inspection: Inspection, _ documents: [String]
    ) {
        self.set = set
        self.part = part.rawValue
        id = question.id
        self.question = question.text
        query = inspection.query
        isAnswerable = question.answerable
        confidence = inspection.confidenceFeatures.values
        candidates = zip(inspection.candidates, documents).map { candidate, document in
            Candidate(
                document: document, relevance: question.relevance[document] ?? 0, score: candidate.passage.score,
                dense: candidate.passage.dense, lexical: candidate.passage.lexical,
                features: candidate.features.values, text: candidate.passage.chunk.text)
        }
        sentences = inspection.sentences.map { sentence in
            Sentence(
                candidate: sentence.candidate,
                isRight: !question.answers.isEmpty && Metrics.contains(sentence.text, anyOf: question.answers),
                score: sentence.score, features: sentence.features.values, text: sentence.text)
        }
    }

    /// What the confidence is fitted on.
    public var confidenceSample: ConfidenceFit.Sample {
        ConfidenceFit.Sample(set: set, isKnown: isAnswerable, features: confidence)
    }
}
