public import DeskModel

extension SQLStore: RerankingVectorStore {
    public func chunksLackingReranking(
        by modelID: String, language: String, in business: BusinessID, limit: Int
    ) async throws -> [(chunk: Chunk, title: String)] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT c.*, d.title FROM chunks c
                JOIN documents d ON d.business_id = c.business_id AND d.id = c.document_id
                WHERE c.business_id = :business AND c.language = :language AND NOT EXISTS (
                    SELECT 1 FROM reranking_vectors r
                    WHERE r.business_id = c.business_id AND r.chunk_id = c.id AND r.model = :model)
                ORDER BY c.id LIMIT :limit
                """,
                [
                    "business": .integer(business.rawValue), "language": .text(language), "model": .text(modelID),
                    "limit": .limit(limit),
                ]
            ).map { (try Self.chunk($0), try $0.text("title")) }
        }
    }

    public func storeReranking(
        _ vectors: [(chunk: ChunkID, vector: QuantizedVector)], by modelID: String, in business: BusinessID
    ) async throws {
        let made = vectors.map { ($0.chunk, RerankingVector(modelID: modelID, vector: $0.vector)) }
        try await database.write { try Self.insert(made, in: business, $0) }
    }

    /// Stores vectors of a second model. Of a chunk that is gone none are stored.
    static func insert(
        _ vectors: [(ChunkID, RerankingVector)], in business: BusinessID, _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT OR REPLACE INTO reranking_vectors (business_id, chunk_id, model, vector)
            SELECT business_id, id, :model, :vector FROM chunks WHERE business_id = :business AND id = :id
            """,
            each: vectors.map { chunk, made in
                [
                    "business": .integer(business.rawValue), "id": .integer(chunk), "model": .text(made.modelID),
                    "vector": .blob(try VectorColumn.encode([made.vector])),
                ]
            })
    }

    /// - Parameter row: of `reranking_vectors`, its model as `reranking_model`, its vector as `reranking_vector`.
    static func rerankingVector(_ row: SQLRow) throws -> RerankingVector? {
        guard let model = try row.optionalText("reranking_model"),
            let vector = try row.optionalBlob("reranking_vector").map(VectorColumn.decodeQuantized)?.first
        else { return nil }
        return RerankingVector(modelID: model, vector: vector)
    }
}
