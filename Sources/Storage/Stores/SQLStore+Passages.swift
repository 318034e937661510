public import DeskModel

extension SQLStore: PassageStore {
    public func fullTextMatches(
        _ terms: [String], in business: BusinessID, limit: Int, filter: PassageFilter
    ) async throws -> FullTextMatches {
        try await database.read { [fullText] transaction in
            guard let collection = try Self.collection(of: business, transaction) else {
                return FullTextMatches(
                    chunks: [], statistics: TermStatistics(chunks: 0, chunksWithTerm: [:]), generation: 0)
            }
            let holding = try fullText.chunksHolding(terms, in: business, transaction)
            let condition = try Self.condition(filter, in: business, transaction)
            return FullTextMatches(
                chunks: try fullText.search(
                    for: holding, in: collection, limit: limit, filter: condition, transaction),
                statistics: TermStatistics(chunks: collection.chunks, chunksWithTerm: holding),
                generation: collection.generation)
        }
    }

    public func passages(_ ids: [ChunkID], in business: BusinessID) async throws -> [Passage] {
        try await passages(ids, in: business, model: nil)
    }

    /// - Parameter model: whose sentence vectors are wanted; those that are searched now without.
    func passages(_ ids: [ChunkID], in business: BusinessID, model: String?) async throws -> [Passage] {
        guard !ids.isEmpty else { return [] }
        // Numbers of our own, not parameters: there is no limit on how many a statement may hold.
        let list = Set(ids).map(String.init).joined(separator: ",")
        let found = try await database.read { transaction in
            try transaction.rows(
                """
                SELECT c.*, d.title, d.served_version, e.sentence_vectors,
                    r.model AS reranking_model, r.vector AS reranking_vector,
                    coalesce(d.effective_at, d.served_uploaded_at) AS holds_from
                FROM chunks c
                JOIN documents d ON d.business_id = c.business_id AND d.id = c.document_id
                JOIN businesses b ON b.id = c.business_id
                LEFT JOIN chunk_embeddings e
                    ON e.business_id = c.business_id AND e.chunk_id = c.id
                    AND e.model = coalesce(:model, b.embedding_model)
                LEFT JOIN reranking_vectors r ON r.business_id = c.business_id AND r.chunk_id = c.id
                WHERE c.business_id = :business AND c.id IN (\(list))
                """, ["business": .integer(business.rawValue), "model": .text(model)],
                isKept: false
            ).map(Self.passage)
        }
        let byID = Dictionary(uniqueKeysWithValues: found.map { ($0.chunk.id, $0) })
        return ids.compactMap { byID[$0] }
    }

    public func termStatistics(_ terms: [String], in business: BusinessID) async throws -> TermStatistics {
        try await database.read { [fullText] transaction in
            guard let collection = try Self.collection(of: business, transaction) else {
                return TermStatistics(chunks: 0, chunksWithTerm: [:])
            }
            return TermStatistics(
                chunks: collection.chunks, chunksWithTerm: try fullText.chunksHolding(terms, in: business, transaction))
        }
    }

    private static func collection(
        of business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> FullTextCollection? {
        try transaction.row(
            "SELECT chunk_count, term_count, generation FROM businesses WHERE id = :id",
            ["id": .integer(business.rawValue)]
        ).map { row in
            FullTextCollection(
                business: business, chunks: try row.int("chunk_count"), terms: try row.int("term_count"),
                generation: try row.integer("generation"))
        }
    }

    /// Of a row of `chunks`.
    static func chunk(_ row: SQLRow) throws -> Chunk {
        Chunk(
            id: try row.integer("id"), document: try row.text("document_id"), ordinal: try row.int("ordinal"),
            text: try row.text("text"), sectionPath: try sectionPath(try row.text("section_path")),
            pages: try row.int("first_page")...(try row.int("last_page")),
            characters: try row.int("first_character")..<(try row.int("last_character")),
            sentences: try SentenceColumn.decode(try row.text("sentences")), terms: try row.text("terms"),
            language: try row.text("language"))
    }

    private static func passage(_ row: SQLRow) throws -> Passage {
        Passage(
            chunk: try chunk(row), documentTitle: try row.text("title"), documentVersion: try row.int("served_version"),
            sentenceVectors: try row.optionalBlob("sentence_vectors").map(VectorColumn.decodeQuantized) ?? [],
            rerankingVector: try rerankingVector(row),
            effectiveAt: try row.optionalInteger("holds_from").map(Timestamp.init(milliseconds:)))
    }

    private static func sectionPath(_ text: String) throws -> [String] {
        text == "[]" ? [] : try JSONColumn.decode([String].self, from: text)
    }
}
