public import DeskModel

extension SQLStore: DocumentStore {
    public func claimJob(now: Timestamp, lease: Int64) async throws -> IngestJob? {
        let claim = UUIDv7.next(now: now)
        return try await database.write { transaction in
            // The business with the fewest ingests under way comes first, so that a large upload holds up nobody else.
            let row = try transaction.row(
                """
                UPDATE ingest_jobs SET claim = :claim, leased_until = :until, attempts = attempts + 1
                WHERE id = (
                    SELECT j.id FROM ingest_jobs j WHERE j.leased_until <= :now
                    ORDER BY (
                        SELECT count(*) FROM ingest_jobs k
                        WHERE k.business_id = j.business_id AND k.leased_until > :now
                    ), j.id
                    LIMIT 1)
                RETURNING id, business_id, document_id, version, attempts
                """,
                [
                    "claim": .text(claim), "now": .integer(now.milliseconds),
                    "until": .integer(now.milliseconds + lease),
                ])
            guard let row else { return nil }
            let document = try row.text("document_id")
            let version = try row.int("version")
            let source = try transaction.row(
                """
                SELECT d.filename, c.content FROM documents d
                JOIN document_contents c ON c.document_id = d.id AND c.version = :version WHERE d.id = :id
                """, ["id": .text(document), "version": .integer(version)])
            guard let source else { throw StoreError.failed("a job without its document's content") }
            try transaction.execute(
                "UPDATE documents SET status = 'processing', updated_at = :now WHERE id = :id",
                ["id": .text(document), "now": .integer(now.milliseconds)])
            return IngestJob(
                id: try row.integer("id"), claim: claim, business: BusinessID(try row.integer("business_id")),
                document: document, version: version, filename: try source.text("filename"),
                attempts: try row.int("attempts") - 1, content: try source.blob("content"))
        }
    }

    public func report(_ progress: IngestProgress, for job: IngestJob, now: Timestamp, lease: Int64) async throws {
        try await database.write { transaction in
            let renewed = try transaction.execute(
                "UPDATE ingest_jobs SET leased_until = :until WHERE id = :id AND claim = :claim",
                [
                    "id": .integer(job.id), "claim": .text(job.claim), "until": .integer(now.milliseconds + lease),
                ])
            guard renewed > 0 else { throw StoreError.jobLost }
            try transaction.execute(
                "UPDATE documents SET progress = :progress, pages = :pages, updated_at = :now WHERE id = :id",
                [
                    "id": .text(job.document), "progress": .real(min(1, max(0, progress.fraction))),
                    "pages": .integer(progress.pages), "now": .integer(now.milliseconds),
                ])
        }
    }

    public func complete(_ job: IngestJob, with result: IngestResult) async throws -> IndexChange {
        let now = Timestamp.now()
        return try await database.write { [fullText] transaction in
            try Self.release(job, transaction)
            let removed = try Self.removeChunks(of: job.document, in: job.business, fullText: fullText, transaction)
            try transaction.execute(
                "DELETE FROM document_pages WHERE document_id = :id", ["id": .text(job.document)])
            try transaction.execute(
                "DELETE FROM document_contents WHERE document_id = :id AND version <> :version",
                ["id": .text(job.document), "version": .integer(job.version)])
            for page in result.pages {
                try transaction.execute(
                    "INSERT INTO document_pages (document_id, number, text) VALUES (:id, :number, :text)",
                    ["id": .text(job.document), "number": .integer(page.number), "text": .text(page.text)])
            }
            var added: [(id: ChunkID, vector: [Float])] = []
            for chunk in result.chunks {
                let id = try Self.insert(chunk, of: job, modelID: result.modelID, transaction)
                try fullText.insert(chunk.chunk.terms, as: id, of: job.business, in: transaction)
                added.append((id, chunk.vector))
            }
            try transaction.execute(
                """
                UPDATE documents SET title = :title, kind = :kind, served_version = :version, status = 'ready',
                    progress = 1, pages = :pages, chunks = :chunks, error = NULL, warnings = :warnings,
                    updated_at = :now
                WHERE id = :id
                """,
                [
                    "id": .text(job.document), "title": .text(result.title), "kind": .text(result.kind.rawValue),
                    "version": .integer(job.version), "pages": .integer(result.pages.count),
                    "chunks": .integer(result.chunks.count), "warnings": try JSONColumn.encode(result.warnings),
                    "now": .integer(now.milliseconds),
                ])
            return try Self.change(
                of: job.business, modelID: result.modelID, dimension: result.dimension, added: added, removed: removed,
                transaction)
        }
    }

    public func fail(_ job: IngestJob, with failure: DocumentFailure) async throws {
        try await database.write { transaction in
            try Self.release(job, transaction)
            try transaction.execute(
                """
                UPDATE documents SET status = 'failed', error = :error, updated_at = :now WHERE id = :id
                """,
                [
                    "id": .text(job.document), "error": try JSONColumn.encode(failure),
                    "now": .integer(Timestamp.now().milliseconds),
                ])
        }
    }

    // MARK: Steps

    /// Ends the claim. - Throws: `StoreError.jobLost` when it is not this claim any more.
    private static func release(_ job: IngestJob, _ transaction: any SQLTransaction) throws {
        let ended = try transaction.execute(
            "DELETE FROM ingest_jobs WHERE id = :id AND claim = :claim AND version = :version",
            ["id": .integer(job.id), "claim": .text(job.claim), "version": .integer(job.version)])
        guard ended > 0 else { throw StoreError.jobLost }
    }

    /// Takes a document's chunks out of table, vectors and full text. - Returns: their ids.
    static func removeChunks(
        of document: DocumentID, in business: BusinessID, fullText: any FullTextIndex, _ transaction: any SQLTransaction
    ) throws -> [ChunkID] {
        let parameters: [String: SQLValue] = ["id": .text(document), "business": .integer(business.rawValue)]
        let rows = try transaction.rows(
            "SELECT id, terms FROM chunks WHERE document_id = :id AND business_id = :business", parameters)
        for row in rows {
            try fullText.remove(try row.text("terms"), of: try row.integer("id"), of: business, in: transaction)
        }
        try transaction.execute(
            "DELETE FROM chunks WHERE document_id = :id AND business_id = :business", parameters)
        return try rows.map { try $0.integer("id") }
    }

    /// Counts the business's set of vectors on by one generation.
    static func change(
        of business: BusinessID, modelID: String?, dimension: Int?, added: [(id: ChunkID, vector: [Float])],
        removed: [ChunkID], _ transaction: any SQLTransaction
    ) throws -> IndexChange {
        let row = try transaction.row(
            """
            UPDATE businesses SET generation = generation + 1, chunk_count = chunk_count + :delta,
                embedding_model = coalesce(:model, embedding_model),
                embedding_dimension = coalesce(:dimension, embedding_dimension)
            WHERE id = :id RETURNING generation, embedding_model
            """,
            [
                "id": .integer(business.rawValue), "delta": .integer(added.count - removed.count),
                "model": .text(modelID), "dimension": dimension.map { .integer($0) } ?? .null,
            ])
        guard let row else { throw StoreError.notFound }
        return IndexChange(
            business: business, generation: try row.integer("generation"),
            modelID: try row.optionalText("embedding_model") ?? "", added: added, removed: removed)
    }

    private static func insert(
        _ embedded: EmbeddedChunk, of job: IngestJob, modelID: String, _ transaction: any SQLTransaction
    ) throws -> ChunkID {
        let chunk = embedded.chunk
        let row = try transaction.row(
            """
            INSERT INTO chunks (business_id, document_id, ordinal, text, section_path, first_page, last_page,
                first_character, last_character, sentences, terms, language, sentence_vectors)
            VALUES (:business, :document, :ordinal, :text, :section, :firstPage, :lastPage, :firstCharacter,
                :lastCharacter, :sentences, :terms, :language, :vectors)
            RETURNING id
            """,
            [
                "business": .integer(job.business.rawValue), "document": .text(job.document),
                "ordinal": .integer(chunk.ordinal), "text": .text(chunk.text),
                "section": try JSONColumn.encode(chunk.sectionPath), "firstPage": .integer(chunk.pages.lowerBound),
                "lastPage": .integer(chunk.pages.upperBound), "firstCharacter": .integer(chunk.characters.lowerBound),
                "lastCharacter": .integer(chunk.characters.upperBound),
                "sentences": .text(SentenceColumn.encode(chunk.sentences)), "terms": .text(chunk.terms),
                "language": .text(chunk.language), "vectors": .blob(VectorColumn.encode(embedded.sentenceVectors)),
            ])
        guard let id = try row?.integer("id") else { throw StoreError.failed("no id for a new chunk") }
        try transaction.execute(
            """
            INSERT INTO chunk_embeddings (model, business_id, chunk_id, vector)
            VALUES (:model, :business, :id, :vector)
            """,
            [
                "model": .text(modelID), "business": .integer(job.business.rawValue), "id": .integer(id),
                "vector": .blob(VectorColumn.encode(embedded.vector)),
            ])
        return id
    }
}
