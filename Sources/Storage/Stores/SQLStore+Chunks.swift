import DeskModel

/// The steps in which a document's served text changes, each within the transaction of the whole change.
extension SQLStore {
    /// Chunks that came or went, and the terms they hold together.
    struct ChunkSet<Element> {
        var elements: [Element] = []
        var terms = 0
    }

    /// Takes a document's chunks out of table, vectors and full text.
    static func removeChunks(
        of document: DocumentID, in business: BusinessID, fullText: any FullTextIndex, _ transaction: any SQLTransaction
    ) throws -> ChunkSet<ChunkID> {
        let parameters: [String: SQLValue] = ["id": .text(document), "business": .integer(business.rawValue)]
        let texts = try transaction.rows(
            "SELECT id, terms FROM chunks WHERE document_id = :id AND business_id = :business", parameters
        ).map { IndexedTerms(chunk: try $0.integer("id"), terms: try $0.text("terms")) }
        guard !texts.isEmpty else { return ChunkSet() }
        try fullText.remove(texts, of: business, in: transaction)
        try transaction.execute("DELETE FROM chunks WHERE document_id = :id AND business_id = :business", parameters)
        return ChunkSet(elements: texts.map(\.chunk), terms: texts.reduce(0) { $0 + $1.count })
    }

    /// Puts the new chunks into table, vectors and full text.
    static func insertChunks(
        _ result: IngestResult, of job: IngestJob, fullText: any FullTextIndex, _ transaction: any SQLTransaction
    ) throws -> ChunkSet<(id: ChunkID, vector: [Float])> {
        var added = ChunkSet<(id: ChunkID, vector: [Float])>()
        var texts: [IndexedTerms] = []
        var vectors: [ChunkVectors] = []
        var reranking: [(ChunkID, RerankingVector)] = []
        for embedded in result.chunks {
            let id = try insert(embedded, of: job, transaction)
            // As the database holds them: they must be the same when they are taken out again.
            let text = IndexedTerms(chunk: id, terms: SQLValue.storable(embedded.chunk.terms))
            added.elements.append((id, embedded.vector))
            vectors.append(
                ChunkVectors(chunk: id, vector: embedded.vector, sentenceVectors: embedded.sentenceVectors))
            if let vector = embedded.rerankingVector { reranking.append((id, vector)) }
            added.terms += text.count
            texts.append(text)
        }
        try insert(vectors, of: result.modelID, in: job.business, transaction)
        try insert(reranking, in: job.business, transaction)
        try fullText.insert(texts, of: job.business, in: transaction)
        return added
    }

    /// Stores vectors of one model. Of a chunk that is gone none are stored.
    static func insert(
        _ vectors: [ChunkVectors], of modelID: String, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT OR REPLACE INTO chunk_embeddings (business_id, chunk_id, model, vector, sentence_vectors)
            SELECT business_id, id, :model, :vector, :sentences FROM chunks
            WHERE business_id = :business AND id = :id
            """,
            each: vectors.map { vectors in
                [
                    "business": .integer(business.rawValue), "id": .integer(vectors.chunk), "model": .text(modelID),
                    "vector": .blob(VectorColumn.encode(vectors.vector)),
                    "sentences": .blob(try VectorColumn.encode(vectors.sentenceVectors)),
                ]
            })
    }

    private static func insert(
        _ embedded: EmbeddedChunk, of job: IngestJob, _ transaction: any SQLTransaction
    ) throws -> ChunkID {
        let chunk = embedded.chunk
        let row = try transaction.row(
            """
            INSERT INTO chunks (business_id, document_id, ordinal, text, section_path, first_page, last_page,
                first_character, last_character, sentences, terms, language)
            VALUES (:business, :document, :ordinal, :text, :section, :firstPage, :lastPage, :firstCharacter,
                :lastCharacter, :sentences, :terms, :language)
            RETURNING id
            """,
            [
                "business": .integer(job.business.rawValue), "document": .text(job.document),
                "ordinal": .integer(chunk.ordinal), "text": .text(chunk.text),
                "section": try JSONColumn.encode(chunk.sectionPath), "firstPage": .integer(chunk.pages.lowerBound),
                "lastPage": .integer(chunk.pages.upperBound), "firstCharacter": .integer(chunk.characters.lowerBound),
                "lastCharacter": .integer(chunk.characters.upperBound),
                "sentences": .text(SentenceColumn.encode(chunk.sentences)), "terms": .text(chunk.terms),
                "language": .text(chunk.language),
            ])
        guard let id = try row?.integer("id") else { throw StoreError.failed("no id for a new chunk") }
        return id
    }

    /// Puts the new version's pages in place of the old one's, whose bytes go too.
    static func replacePages(of job: IngestJob, by pages: [DocumentPage], _ transaction: any SQLTransaction) throws {
        let parameters: [String: SQLValue] = ["id": .text(job.document), "business": .integer(job.business.rawValue)]
        try transaction.execute(
            "DELETE FROM document_contents WHERE document_id = :id AND business_id = :business AND version <> :version",
            parameters.merging(["version": .integer(job.version)]) { $1 })
        try transaction.execute(
            "DELETE FROM document_pages WHERE document_id = :id AND business_id = :business", parameters)
        try transaction.execute(
            """
            INSERT INTO document_pages (business_id, document_id, number, text)
            VALUES (:business, :id, :number, :text)
            """,
            each: pages.lazy.map { page in
                parameters.merging(["number": .integer(page.number), "text": .text(page.text)]) { $1 }
            })
    }

    /// Counts the business's set of vectors on by one generation.
    ///
    /// - Parameter model: what the added vectors were made with. A business that has no others is served by it from now
    ///   on; one that is served by another model is not: what was added waits until the business changes to it.
    static func change(
        of business: BusinessID, to model: (id: String, dimension: Int)?,
        added: ChunkSet<(id: ChunkID, vector: [Float])>, removed: ChunkSet<ChunkID>, _ transaction: any SQLTransaction
    ) throws -> IndexChange {
        let row = try transaction.row(
            """
            UPDATE businesses SET generation = generation + 1, chunk_count = chunk_count + :chunks,
                term_count = term_count + :terms,
                embedding_model = iif(:model IS NOT NULL AND (embedding_model IS NULL OR chunk_count = :removed),
                    :model, embedding_model),
                embedding_dimension = iif(:model IS NOT NULL AND (embedding_model IS NULL OR chunk_count = :removed),
                    :dimension, embedding_dimension)
            WHERE id = :id RETURNING generation, embedding_model
            """,
            [
                "id": .integer(business.rawValue), "chunks": .integer(added.elements.count - removed.elements.count),
                "terms": .integer(added.terms - removed.terms), "model": .text(model?.id),
                "dimension": model.map { .integer($0.dimension) } ?? .null,
                "removed": .integer(removed.elements.count),
            ])
        guard let row else { throw StoreError.notFound }
        let served = try row.optionalText("embedding_model") ?? ""
        return IndexChange(
            business: business, generation: try row.integer("generation"), modelID: served,
            added: served == model?.id ? added.elements : [], removed: removed.elements)
    }
}
