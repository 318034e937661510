/// Exact search over vectors in memory, for tests and as the reference that the real index is compared with.
public actor InMemoryVectorSearch: VectorSearch {
    private var vectors: [BusinessID: [ChunkID: [Float]]] = [:]

    public init() {}

    /// Searches what there is, for it counts no generations.
    public func search(
        _ vector: [Float], of modelID: String? = nil, in business: BusinessID, limit: Int, allowing: Set<ChunkID>?,
        atLeast generation: Int64? = nil
    ) -> [ScoredChunk] {
        let candidates = (vectors[business] ?? [:]).filter { allowing?.contains($0.key) ?? true }
        let scored = candidates.map { id, stored in
            ScoredChunk(id: id, score: Double(zip(vector, stored).reduce(Float(0)) { $0 + $1.0 * $1.1 }))
        }
        return Array(scored.sorted { ($0.score, $1.id) > ($1.score, $0.id) }.prefix(limit))
    }

    public func apply(_ change: IndexChange) {
        for id in change.removed { vectors[change.business]?[id] = nil }
        for (id, vector) in change.added { vectors[change.business, default: [:]][id] = vector }
    }

    public func drop(_ business: BusinessID) { vectors[business] = nil }
}
