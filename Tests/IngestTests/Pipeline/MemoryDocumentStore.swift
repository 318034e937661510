import DeskModel

/// A store of documents and jobs in memory that keeps to the seam's rules for claims and leases.
actor MemoryDocumentStore: DocumentStore {
    struct Job {
        let id: Int64
        var claim: String?
        var leasedUntil = Timestamp(milliseconds: 0)
        var attempts = 0
        let upload: DocumentUpload
        let document: DocumentID
    }

    private(set) var jobs: [Int64: Job] = [:]
    private(set) var results: [DocumentID: IngestResult] = [:]
    private(set) var failures: [DocumentID: DocumentFailure] = [:]
    private(set) var progress: [DocumentID: [IngestProgress]] = [:]
    private(set) var claims = 0
    /// Called once a result is stored, before that is known.
    private var afterStoring: (@Sendable () async -> Void)?
    private var nextID: Int64 = 1
    private var nextChunk: ChunkID = 1
    private var generation: Int64 = 0

    func accept(_ upload: DocumentUpload) -> (document: Document, created: Bool) {
        let id = "document-\(nextID)"
        jobs[nextID] = Job(id: nextID, upload: upload, document: id)
        nextID += 1
        let document = Document(
            id: id, business: upload.business, title: upload.filename, filename: upload.filename, kind: nil, version: 1,
            sha256: "", byteCount: upload.content.count, status: .queued, progress: 0, pages: 0, chunks: 0, error: nil,
            warnings: [], createdAt: .now(), updatedAt: .now())
        return (document, true)
    }

    func label(
        _ id: DocumentID, in business: BusinessID, _ change: LabelChange
    ) -> (before: Document, after: Document)? { nil }

    func claimJob(now: Timestamp, lease: Int64, passingOver: Set<BusinessID>) -> IngestJob? {
        let waiting = jobs.values.filter { $0.leasedUntil <= now && !passingOver.contains($0.upload.business) }
        guard var job = waiting.min(by: { $0.id < $1.id }) else { return nil }
        claims += 1
        job.claim = "claim-\(claims)"
        job.leasedUntil = now.advanced(byMilliseconds: lease)
        job.attempts += 1
        jobs[job.id] = job
        return IngestJob(
            id: job.id, claim: "claim-\(claims)", business: job.upload.business, document: job.document, version: 1,
            filename: job.upload.filename, attempts: job.attempts - 1, content: job.upload.content)
    }

    func report(_ progress: IngestProgress, for job: IngestJob, now: Timestamp, lease: Int64) throws {
        try check(job)
        jobs[job.id]?.leasedUntil = now.advanced(byMilliseconds: lease)
        self.progress[job.document, default: []].append(progress)
    }

    func setAfterStoring(_ action: @escaping @Sendable () async -> Void) { afterStoring = action }

    func complete(_ job: IngestJob, with result: IngestResult) async throws -> IndexChange {
        try check(job)
        jobs[job.id] = nil
        results[job.document] = result
        generation += 1
        let added = result.chunks.map { chunk in
            defer { nextChunk += 1 }
            return (id: nextChunk, vector: chunk.vector)
        }
        let change = IndexChange(
            business: job.business, generation: generation, modelID: result.modelID, added: added, removed: [])
        await afterStoring?()
        return change
    }

    func fail(_ job: IngestJob, with failure: DocumentFailure) throws {
        try check(job)
        jobs[job.id] = nil
        failures[job.document] = failure
    }

    func cancel(_ id: DocumentID, in business: BusinessID) -> Bool {
        let before = jobs.count
        jobs = jobs.filter { $0.value.document != id }
        return jobs.count < before
    }

    /// Sets how often a job has been claimed already.
    func setAttempts(_ attempts: Int) { for id in jobs.keys { jobs[id]?.attempts = attempts } }

    private func check(_ job: IngestJob) throws {
        guard jobs[job.id]?.claim == job.claim else { throw StoreError.jobLost }
    }

    func document(_ id: DocumentID, in business: BusinessID) -> Document? { nil }
    func documents(in business: BusinessID, after: DocumentID?, limit: Int) -> [Document] { [] }
    func content(of id: DocumentID, in business: BusinessID) -> [UInt8]? { nil }
    func pages(of id: DocumentID, in business: BusinessID) -> [DocumentPage] { results[id]?.pages ?? [] }
    func delete(_ id: DocumentID, in business: BusinessID, keepingContent: Bool) -> DeletedDocument? { nil }
    func requeue(_ id: DocumentID, in business: BusinessID) -> Bool { false }
}
