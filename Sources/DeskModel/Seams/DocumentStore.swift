/// Keeps documents, their text and the queue of ingest jobs.
public protocol DocumentStore: Sendable {
    /// Stores the bytes and a job for them in one durable transaction. The same bytes again give the same document
    /// with `created` false; with `replacing`, that document gets a new version, and its old text is served until the
    /// new one is ready.
    ///
    /// - Throws: `StoreError.notFound` when business or replaced document do not exist, `StoreError.duplicate` when the
    ///   bytes that were to replace a document's are those of another.
    func accept(_ upload: DocumentUpload) async throws -> (document: Document, created: Bool)
    func document(_ id: DocumentID, in business: BusinessID) async throws -> Document?
    /// Newest first, starting after `after`.
    func documents(in business: BusinessID, after: DocumentID?, limit: Int) async throws -> [Document]
    /// Changes labels in one transaction, so that of changes made at once none is lost; questions asked from then on
    /// obey them.
    ///
    /// - Returns: what the document was and what it is, the same when nothing was changed; `nil` when there is none.
    func label(
        _ id: DocumentID, in business: BusinessID, _ change: LabelChange
    ) async throws -> (before: Document, after: Document)?
    /// The bytes as uploaded.
    func content(of id: DocumentID, in business: BusinessID) async throws -> [UInt8]?
    /// The extracted text of the version being served.
    func pages(of id: DocumentID, in business: BusinessID) async throws -> [DocumentPage]
    /// Removes bytes, text, vectors, full text and jobs together.
    ///
    /// - Parameter keepingContent: whether the bytes are handed back.
    /// - Returns: what it was, read in the transaction that removes it, so that no change falls between the two; `nil`
    ///   when there was none.
    func delete(_ id: DocumentID, in business: BusinessID, keepingContent: Bool) async throws -> DeletedDocument?
    /// Stops an ingest that is queued or under way. - Returns: whether there was one.
    func cancel(_ id: DocumentID, in business: BusinessID) async throws -> Bool
    /// Queues a document again: after a failure, or because the model changed. - Returns: whether it exists.
    func requeue(_ id: DocumentID, in business: BusinessID) async throws -> Bool

    /// Takes the oldest waiting job (or one whose holder is gone) for `lease` milliseconds.
    ///
    /// - Parameter passingOver: businesses whose jobs go on waiting.
    func claimJob(now: Timestamp, lease: Int64, passingOver: Set<BusinessID>) async throws -> IngestJob?
    /// Records progress and renews the lease.
    ///
    /// - Throws: `StoreError.jobLost` when the job was cancelled, its document deleted or replaced, or its lease taken over.
    func report(_ progress: IngestProgress, for job: IngestJob, now: Timestamp, lease: Int64) async throws
    /// Swaps the document's served text for this one, in one transaction. - Throws: `StoreError.jobLost`.
    func complete(_ job: IngestJob, with result: IngestResult) async throws -> IndexChange
    /// Ends the job and marks the document failed (an earlier version goes on being served). - Throws: `StoreError.jobLost`.
    func fail(_ job: IngestJob, with failure: DocumentFailure) async throws
}

extension DocumentStore {
    /// Takes a job of any business.
    public func claimJob(now: Timestamp, lease: Int64) async throws -> IngestJob? {
        try await claimJob(now: now, lease: lease, passingOver: [])
    }

    /// Deletes a document for good.
    public func delete(_ id: DocumentID, in business: BusinessID) async throws -> DeletedDocument? {
        try await delete(id, in: business, keepingContent: false)
    }
}

/// A claim on the ingest of one version of one document.
public struct IngestJob: Hashable, Sendable {
    public let id: Int64
    /// Tells this claim from an earlier one of the same job.
    public let claim: String
    public let business: BusinessID
    public let document: DocumentID
    public let version: Int
    public let filename: String
    /// How often it was claimed before; a job that keeps dying with its worker is failed.
    public let attempts: Int
    public let content: [UInt8]

    public init(
        id: Int64, claim: String, business: BusinessID, document: DocumentID, version: Int, filename: String,
        attempts: Int, content: [UInt8]
    ) {
        self.id = id
        self.claim = claim
        self.business = business
        self.document = document
        self.version = version
        self.filename = filename
        self.attempts = attempts
        self.content = content
    }
}

/// How far an ingest has come.
public struct IngestProgress: Hashable, Sendable {
    /// 0...1.
    public let fraction: Double
    /// Pages known so far.
    public let pages: Int

    public init(fraction: Double, pages: Int) {
        self.fraction = fraction
        self.pages = pages
    }
}

/// All that an ingest makes of a document.
public struct IngestResult: Sendable {
    public let title: String
    public let kind: DocumentKind
    public let pages: [DocumentPage]
    public let chunks: [EmbeddedChunk]
    public let modelID: String
    public let dimension: Int
    public let warnings: [String]

    public init(
        title: String, kind: DocumentKind, pages: [DocumentPage], chunks: [EmbeddedChunk], modelID: String,
        dimension: Int, warnings: [String]
    ) {
        self.title = title
        self.kind = kind
        self.pages = pages
        self.chunks = chunks
        self.modelID = modelID
        self.dimension = dimension
        self.warnings = warnings
    }
}

/// What a store cannot do.
public enum StoreError: Error, Hashable, Sendable {
    case notFound
    case jobLost
    /// The message is no longer the desk's to answer: a person speaks in its conversation, or it was dealt with.
    case withdrawn
    /// There are as many of these as there may be; the text names them.
    case full(String)
    /// It was changed since the version that the change was made of.
    case stale
    /// Another has what must be unique; the text names it.
    case taken(String)
    /// Another document has the content that was to replace this one's.
    case duplicate(of: DocumentID)
    /// The conversation is closed.
    case closed
    /// The database refused or failed; the text is for the operator's log.
    case failed(String)
}
