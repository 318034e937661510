public import DeskModel

extension SQLStore: PassageStore {
    public func fullText(_ terms: [String], in business: BusinessID, limit: Int) async throws -> [ScoredChunk] {
        try await database.read { [fullText] transaction in
            try Self.ifBusinessExists(business, transaction) {
                try fullText.search(terms, in: business, limit: limit, transaction)
            } ?? []
        }
    }

    public func passages(_ ids: [ChunkID], in business: BusinessID) async throws -> [Passage] {
        guard !ids.isEmpty else { return [] }
        let list = "[\(ids.map(String.init).joined(separator: ","))]"
        let rows = try await database.read { transaction in
            try transaction.rows(
                """
                SELECT c.*, d.title, d.served_version FROM json_each(:ids) j
                JOIN chunks c ON c.id = j.value AND c.business_id = :business
                JOIN documents d ON d.id = c.document_id
                """, ["ids": .text(list), "business": .integer(business.rawValue)])
        }
        var byID: [ChunkID: Passage] = [:]
        for row in rows {
            let passage = try Self.passage(row)
            byID[passage.chunk.id] = passage
        }
        return ids.compactMap { byID[$0] }
    }

    public func termStatistics(_ terms: [String], in business: BusinessID) async throws -> TermStatistics {
        try await database.read { [fullText] transaction in
            let row = try transaction.row(
                "SELECT chunk_count FROM businesses WHERE id = :id", ["id": .integer(business.rawValue)])
            guard let row else { return TermStatistics(chunks: 0, chunksWithTerm: [:]) }
            return TermStatistics(
                chunks: try row.int("chunk_count"),
                chunksWithTerm: try fullText.chunksHolding(terms, in: business, transaction))
        }
    }

    private static func ifBusinessExists<Value>(
        _ business: BusinessID, _ transaction: any SQLTransaction, _ work: () throws -> Value
    ) throws -> Value? {
        let row = try transaction.row(
            "SELECT id FROM businesses WHERE id = :id", ["id": .integer(business.rawValue)])
        return row == nil ? nil : try work()
    }

    private static func passage(_ row: SQLRow) throws -> Passage {
        let chunk = Chunk(
            id: try row.integer("id"), document: try row.text("document_id"), ordinal: try row.int("ordinal"),
            text: try row.text("text"), sectionPath: try sectionPath(try row.text("section_path")),
            pages: try row.int("first_page")...(try row.int("last_page")),
            characters: try row.int("first_character")..<(try row.int("last_character")),
            sentences: try SentenceColumn.decode(try row.text("sentences")), terms: try row.text("terms"),
            language: try row.text("language"))
        return Passage(
            chunk: chunk, documentTitle: try row.text("title"), documentVersion: try row.int("served_version"),
            sentenceVectors: try row.optionalBlob("sentence_vectors").map(VectorColumn.decodeQuantized) ?? [])
    }

    private static func sectionPath(_ text: String) throws -> [String] {
        text == "[]" ? [] : try JSONColumn.decode([String].self, from: text)
    }
}

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
                    "limit": .integer(limit),
                ]
            ).map { (try $0.integer("chunk_id"), try VectorColumn.decode(try $0.blob("vector"))) }
        }
    }
}
