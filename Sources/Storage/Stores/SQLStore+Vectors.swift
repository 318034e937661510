public import DeskModel

extension SQLStore: VectorSource {
    public func vectorSet(of business: BusinessID) async throws -> VectorSet? {
        try await database.read { transaction in
            let row = try transaction.row(
                """
                SELECT generation, embedding_model, embedding_dimension, (
                    SELECT count(*) FROM chunk_embeddings e WHERE e.business_id = b.id AND e.model = b.embedding_model
                ) AS vectors
                FROM businesses b WHERE id = :id
                """, ["id": .integer(business.rawValue)])
            guard let row else { return nil }
            return VectorSet(
                modelID: try row.optionalText("embedding_model") ?? "",
                dimension: Int(try row.optionalInteger("embedding_dimension") ?? 0),
                generation: try row.integer("generation"), count: try row.int("vectors"))
        }
    }

    public func vectors(
        of business: BusinessID, modelID: String, after: ChunkID, limit: Int
    ) async throws -> [(id: ChunkID, vector: [Float])] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT chunk_id, vector FROM chunk_embeddings
                WHERE business_id = :business AND model = :model AND chunk_id > :after ORDER BY chunk_id LIMIT :limit
                """,
                [
                    "business": .integer(business.rawValue), "model": .text(modelID), "after": .integer(after),
                    "limit": .limit(limit),
                ]
            ).map { (try $0.integer("chunk_id"), try VectorColumn.decode(try $0.blob("vector"))) }
        }
    }
}
