public import DeskModel

extension SQLStore: ReembeddingStore {
    public func chunksLacking(
        _ modelID: String, in business: BusinessID, limit: Int
    ) async throws -> [(chunk: Chunk, title: String)] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT c.*, d.title FROM chunks c
                JOIN documents d ON d.business_id = c.business_id AND d.id = c.document_id
                WHERE c.business_id = :business AND NOT EXISTS (
                    SELECT 1 FROM chunk_embeddings e
                    WHERE e.business_id = c.business_id AND e.chunk_id = c.id AND e.model = :model)
                ORDER BY c.id LIMIT :limit
                """,
                ["business": .integer(business.rawValue), "model": .text(modelID), "limit": .limit(limit)]
            ).map { (try Self.chunk($0), try $0.text("title")) }
        }
    }

    public func store(_ vectors: [ChunkVectors], of modelID: String, in business: BusinessID) async throws {
        try await database.write { try Self.insert(vectors, of: modelID, in: business, $0) }
    }

    public func serve(_ modelID: String, dimension: Int, in business: BusinessID) async throws -> IndexChange? {
        try await database.write { transaction in
            let parameters: [String: SQLValue] = ["business": .integer(business.rawValue), "model": .text(modelID)]
            let row = try transaction.row(
                """
                UPDATE businesses SET generation = generation + 1, embedding_model = :model,
                    embedding_dimension = :dimension
                WHERE id = :business AND chunk_count = (
                    SELECT count(*) FROM chunk_embeddings e WHERE e.business_id = :business AND e.model = :model)
                RETURNING generation
                """, parameters.merging(["dimension": .integer(dimension)]) { $1 })
            guard let row else { return nil }
            try transaction.execute(
                "DELETE FROM chunk_embeddings WHERE business_id = :business AND model <> :model", parameters)
            return IndexChange(
                business: business, generation: try row.integer("generation"), modelID: modelID, added: [], removed: [])
        }
    }

    public func passages(
        _ ids: [ChunkID], in business: BusinessID, vectorsOf modelID: String
    ) async throws -> [Passage] {
        try await passages(ids, in: business, model: modelID)
    }

    public func forgetVectors(exceptOf models: Set<String>, in business: BusinessID) async throws {
        try await database.write { transaction in
            let held = try transaction.rows(
                "SELECT DISTINCT model FROM chunk_embeddings WHERE business_id = :business",
                ["business": .integer(business.rawValue)]
            ).map { try $0.text("model") }
            for model in held where !models.contains(model) {
                try transaction.execute(
                    "DELETE FROM chunk_embeddings WHERE business_id = :business AND model = :model",
                    ["business": .integer(business.rawValue), "model": .text(model)])
            }
        }
    }
}
