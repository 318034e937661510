/// A chunk that a search found, with where it comes from and why it stands where it stands.
public struct Passage: Sendable {
    public let chunk: Chunk
    public let documentTitle: String
    public let documentVersion: Int
    /// One per sentence of the chunk, or empty.
    public let sentenceVectors: [QuantizedVector]
    /// `nil` where there is no second model, or it does not know the chunk's language.
    public let rerankingVector: RerankingVector?
    /// Fused relevance in 0...1, larger is better; comparable within one result list only.
    public var score: Double
    /// Cosine of query and chunk, when the vector index found it.
    public var dense: Double?
    /// BM25 (larger is better), when full text found it.
    public var lexical: Double?
    /// Of both lists together before re-ranking, 0...1.
    public var fused: Double?
    /// From when what the document says holds: the date it was given, else that of the version's upload.
    public let effectiveAt: Timestamp?

    public init(
        chunk: Chunk, documentTitle: String, documentVersion: Int, sentenceVectors: [QuantizedVector],
        rerankingVector: RerankingVector? = nil, score: Double = 0, dense: Double? = nil, lexical: Double? = nil,
        fused: Double? = nil, effectiveAt: Timestamp? = nil
    ) {
        self.chunk = chunk
        self.documentTitle = documentTitle
        self.documentVersion = documentVersion
        self.fused = fused
        self.effectiveAt = effectiveAt
        self.sentenceVectors = sentenceVectors
        self.rerankingVector = rerankingVector
        self.score = score
        self.dense = dense
        self.lexical = lexical
    }

    /// Whether what the document says holds by then.
    public func isInForce(at moment: Timestamp) -> Bool { effectiveAt.map { $0 <= moment } ?? true }
}

/// A chunk id with a score, larger is better.
public struct ScoredChunk: Hashable, Sendable {
    public let id: ChunkID
    public let score: Double

    public init(id: ChunkID, score: Double) {
        self.id = id
        self.score = score
    }
}
