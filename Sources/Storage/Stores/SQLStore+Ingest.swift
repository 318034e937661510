public import DeskModel

extension SQLStore: DocumentStore {
    public func claimJob(now: Timestamp, lease: Int64, passingOver: Set<BusinessID>) async throws -> IngestJob? {
        let passed = try JSONColumn.encode(passingOver.map(\.rawValue).sorted())
        // Asked for all the time, and mostly in vain: a look does not keep the writer busy.
        let isWaiting = try await database.read { transaction in
            try transaction.row(
                """
                SELECT 1 AS found WHERE EXISTS (
                    SELECT 1 FROM ingest_jobs
                    WHERE leased_until <= :now AND business_id NOT IN (SELECT value FROM json_each(:passed)))
                """,
                ["now": .integer(now.milliseconds), "passed": passed]) != nil
        }
        guard isWaiting else { return nil }
        return try await database.write { transaction in
            let claim = UUIDv7.next(now: now)
            let row = try transaction.row(
                SQLStore.claimStatement,
                [
                    "claim": .text(claim), "now": .integer(now.milliseconds), "passed": passed,
                    "until": .integer(now.milliseconds + lease),
                ])
            guard let row else { return nil }
            let business = BusinessID(try row.integer("business_id"))
            let document = try row.text("document_id")
            let version = try row.int("version")
            try transaction.execute(
                "UPDATE businesses SET last_claim = :now WHERE id = :business",
                ["now": .integer(now.milliseconds), "business": .integer(business.rawValue)])
            let source = try transaction.row(
                """
                UPDATE documents SET status = 'processing', updated_at = :now
                WHERE id = :id AND business_id = :business
                RETURNING filename, (
                    SELECT content FROM document_contents c
                    WHERE c.business_id = :business AND c.document_id = :id AND c.version = :version) AS content
                """,
                [
                    "id": .text(document), "business": .integer(business.rawValue), "version": .integer(version),
                    "now": .integer(now.milliseconds),
                ])
            guard let source else { throw StoreError.failed("a job without its document") }
            return IngestJob(
                id: try row.integer("id"), claim: claim, business: business, document: document, version: version,
                filename: try source.text("filename"), attempts: try row.int("attempts") - 1,
                content: try source.blob("content"))
        }
    }

    /// Of the businesses with jobs waiting, the one with the fewest under way has its turn, then the one whose last turn
    /// was longest ago, so that a large upload holds up nobody else; of its jobs the oldest.
    static let claimStatement = """
        UPDATE ingest_jobs SET claim = :claim, leased_until = :until, attempts = attempts + 1
        WHERE id = (
            SELECT w.id FROM (
                SELECT business_id, min(id) AS id FROM ingest_jobs
                WHERE leased_until <= :now AND business_id NOT IN (SELECT value FROM json_each(:passed))
                GROUP BY business_id
            ) w JOIN businesses b ON b.id = w.business_id
            ORDER BY (
                SELECT count(*) FROM ingest_jobs k WHERE k.business_id = w.business_id AND k.leased_until > :now
            ), b.last_claim, w.id
            LIMIT 1)
        RETURNING id, business_id, document_id, version, attempts
        """

    /// A lease of zero gives the claim back: the job waits again, and this attempt does not count.
    public func report(_ progress: IngestProgress, for job: IngestJob, now: Timestamp, lease: Int64) async throws {
        let isGivenBack = lease <= 0
        try await database.write { transaction in
            let renewed = try transaction.execute(
                isGivenBack
                    ? """
                    UPDATE ingest_jobs SET leased_until = 0, claim = NULL, attempts = attempts - 1
                    WHERE id = :id AND business_id = :business AND claim = :claim
                    """
                    : """
                    UPDATE ingest_jobs SET leased_until = :until
                    WHERE id = :id AND business_id = :business AND claim = :claim
                    """,
                ["id": .integer(job.id), "business": .integer(job.business.rawValue), "claim": .text(job.claim)]
                    .merging(isGivenBack ? [:] : ["until": .integer(now.milliseconds + lease)]) { $1 })
            guard renewed > 0 else { throw StoreError.jobLost }
            let fraction = progress.fraction.isFinite ? min(1, max(0, progress.fraction)) : 0
            try transaction.execute(
                """
                UPDATE documents SET status = :status, progress = :progress, pages = :pages, updated_at = :now
                WHERE id = :id AND business_id = :business
                """,
                [
                    "id": .text(job.document), "business": .integer(job.business.rawValue),
                    "status": .text((isGivenBack ? Document.Status.queued : .processing).rawValue),
                    "progress": .real(fraction), "pages": .integer(max(0, progress.pages)),
                    "now": .integer(now.milliseconds),
                ])
            try Self.note(
                .documentProgress, in: job.business, subject: job.document,
                detail: ["progress": String(fraction), "pages": String(max(0, progress.pages))], transaction)
        }
    }

    public func complete(_ job: IngestJob, with result: IngestResult) async throws -> IndexChange {
        guard result.chunks.allSatisfy({ $0.vector.count == result.dimension }) else {
            throw StoreError.failed("a vector that has not \(result.dimension) values")
        }
        let now = Timestamp.now()
        return try await writeSending { [fullText] transaction in
            try Self.release(job, transaction)
            let removed = try Self.removeChunks(of: job.document, in: job.business, fullText: fullText, transaction)
            try Self.replacePages(of: job, by: result.pages, transaction)
            let added = try Self.insertChunks(result, of: job, fullText: fullText, transaction)
            try transaction.execute(
                """
                UPDATE documents SET title = :title, kind = :kind, served_version = :version,
                    served_uploaded_at = uploaded_at, status = 'ready',
                    progress = 1, pages = :pages, chunks = :chunks, error = NULL, warnings = :warnings,
                    language = :language, updated_at = :now
                WHERE id = :id AND business_id = :business
                """,
                [
                    "id": .text(job.document), "business": .integer(job.business.rawValue),
                    "title": .text(result.title), "kind": .text(result.kind.rawValue),
                    "version": .integer(job.version), "pages": .integer(result.pages.count),
                    "chunks": .integer(result.chunks.count), "warnings": try JSONColumn.encode(result.warnings),
                    "language": .text(Self.language(of: result.chunks)), "now": .integer(now.milliseconds),
                ])
            try transaction.emit(
                .documentReady(
                    job.document, title: result.title, version: job.version, pages: result.pages.count,
                    chunks: result.chunks.count, in: job.business), now: now)
            return try Self.change(
                of: job.business, to: (id: result.modelID, dimension: result.dimension), added: added, removed: removed,
                transaction)
        }
    }

    public func fail(_ job: IngestJob, with failure: DocumentFailure) async throws {
        let error = try JSONColumn.encode(failure)
        try await writeSending { transaction in
            try Self.release(job, transaction)
            try Self.end(job.document, in: job.business, as: .failed, error: error, transaction)
            try transaction.emit(
                .documentFailed(
                    job.document, filename: job.filename, version: job.version, failure: failure, in: job.business))
        }
    }

    /// Ends the claim. - Throws: `StoreError.jobLost` when it is not this claim any more.
    private static func release(_ job: IngestJob, _ transaction: any SQLTransaction) throws {
        let ended = try transaction.execute(
            """
            DELETE FROM ingest_jobs WHERE id = :id AND claim = :claim AND business_id = :business
                AND document_id = :document AND version = :version
            """,
            [
                "id": .integer(job.id), "claim": .text(job.claim), "business": .integer(job.business.rawValue),
                "document": .text(job.document), "version": .integer(job.version),
            ])
        guard ended > 0 else { throw StoreError.jobLost }
    }
}
