/// A second embedding model that the re-ranker asks about the passages which the first one and full text found. Two models
/// that were trained apart err apart.
public struct RerankingModel: Sendable {
    public let embedder: any Embedder
    /// The one language it knows, a BCP 47 primary language subtag. Nothing else is embedded with it.
    public let language: String

    public init(embedder: any Embedder, language: String) {
        self.embedder = embedder
        self.language = language
    }

    /// Whether it can judge a question that was guessed to be in this language.
    public func knows(questionIn guess: String) -> Bool { guess == language || guess == "und" }
}

/// Keeps the vectors of re-ranking models.
public protocol RerankingVectorStore: Sendable {
    /// Chunks in the model's language that have no vector of it, in ascending order of id, each with its document's
    /// title.
    func chunksLackingReranking(
        by modelID: String, language: String, in business: BusinessID, limit: Int
    ) async throws -> [(chunk: Chunk, title: String)]
    /// Stores one model's vectors in place of any other's. Those of chunks that are gone meanwhile are dropped.
    func storeReranking(
        _ vectors: [(chunk: ChunkID, vector: QuantizedVector)], by modelID: String, in business: BusinessID
    ) async throws
}
