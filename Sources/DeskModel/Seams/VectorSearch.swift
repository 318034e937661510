/// Finds a business's chunks by meaning.
public protocol VectorSearch: Sendable {
    /// The chunks whose vectors have the largest inner product with `vector`, best first, at most `limit`.
    ///
    /// - Parameters:
    ///   - modelID: the model that made `vector`. While the business is served by another model's vectors nothing is
    ///     found, since the two cannot be compared; `nil` compares whatever there is.
    ///   - allowing: when given, only these chunks can be found.
    ///   - generation: a change that the database has committed (`FullTextMatches.generation`): one that is on its way
    ///     here is waited for a moment; `nil` searches what there is at once.
    func search(
        _ vector: [Float], of modelID: String?, in business: BusinessID, limit: Int, allowing: Set<ChunkID>?,
        atLeast generation: Int64?
    ) async throws -> [ScoredChunk]

    /// Takes over a change that the database has committed. A missed or doubled change is noticed by its generation
    /// and mended from the database.
    func apply(_ change: IndexChange) async throws

    /// Forgets the business: its memory and its file.
    func drop(_ business: BusinessID) async throws
}

/// One committed change of a business's set of vectors.
public struct IndexChange: Sendable {
    public let business: BusinessID
    /// The generation after this change; each change counts up by one.
    public let generation: Int64
    public let modelID: String
    public let added: [(id: ChunkID, vector: [Float])]
    public let removed: [ChunkID]

    public init(
        business: BusinessID, generation: Int64, modelID: String, added: [(id: ChunkID, vector: [Float])],
        removed: [ChunkID]
    ) {
        self.business = business
        self.generation = generation
        self.modelID = modelID
        self.added = added
        self.removed = removed
    }
}

/// What an index must be built from: the database's side of `VectorSearch`.
public protocol VectorSource: Sendable {
    /// Where the business's set of vectors stands now; `nil` when there is no such business.
    func vectorSet(of business: BusinessID) async throws -> VectorSet?
    /// A page of its vectors in ascending order of id, starting after `after`. Repeat until empty.
    func vectors(of business: BusinessID, modelID: String, after: ChunkID, limit: Int) async throws -> [(
        id: ChunkID, vector: [Float]
    )]
}

/// Names a business's set of vectors.
public struct VectorSet: Hashable, Sendable {
    public let modelID: String
    public let dimension: Int
    public let generation: Int64
    public let count: Int

    public init(modelID: String, dimension: Int, generation: Int64, count: Int) {
        self.modelID = modelID
        self.dimension = dimension
        self.generation = generation
        self.count = count
    }
}
