/// Keeps the vectors of a model that is to take over beside those that are searched meanwhile.
public protocol ReembeddingStore: Sendable {
    /// Chunks that have no vectors of the model, in ascending order of id, each with its document's title.
    func chunksLacking(_ modelID: String, in business: BusinessID, limit: Int) async throws -> [(
        chunk: Chunk, title: String
    )]
    /// Stores vectors of a model. Those of chunks that are gone meanwhile are dropped.
    func store(_ vectors: [ChunkVectors], of modelID: String, in business: BusinessID) async throws
    /// Has the business searched by the model from now on and forgets the vectors of all others, in one transaction.
    ///
    /// - Returns: the change for the index; `nil` when some chunk has no vectors of the model yet.
    func serve(_ modelID: String, dimension: Int, in business: BusinessID) async throws -> IndexChange?
    /// The passages with these ids, in the order given, with the sentence vectors that the model made.
    func passages(_ ids: [ChunkID], in business: BusinessID, vectorsOf modelID: String) async throws -> [Passage]
    /// Forgets the vectors of models other than these two, which a change of mind left behind.
    func forgetVectors(exceptOf models: Set<String>, in business: BusinessID) async throws
}

/// What a model makes of one chunk.
public struct ChunkVectors: Sendable {
    public let chunk: ChunkID
    /// Unit length, as many values as the model's dimension.
    public let vector: [Float]
    /// One per sentence of the chunk, or empty when the model makes none.
    public let sentenceVectors: [QuantizedVector]

    public init(chunk: ChunkID, vector: [Float], sentenceVectors: [QuantizedVector]) {
        self.chunk = chunk
        self.vector = vector
        self.sentenceVectors = sentenceVectors
    }
}
