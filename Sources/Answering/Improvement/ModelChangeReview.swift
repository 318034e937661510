public import DeskModel
public import Logging

/// Looks at a change of the embedding model before it is served: puts the business's regression cases to the vectors that
/// serve and to those that are to take over, and holds a change for the worse until the owner confirms it.
///
/// It holds rather than warns, for the old vectors are still there: nothing is lost by waiting, and customers notice
/// nothing. A business without cases changes over at once. No language model takes part: one that writes the same answer
/// in other words each time would hold changes at random.
public struct ModelChangeReview: Sendable {
    private let answerer: Answerer
    private let store: any ReembeddingStore & VectorSource & PassageStore & RegressionStore & NoticeStore & FAQStore
    private let logger: Logger

    /// Cases asked for one review, each twice; the newest.
    static let mostCases = 200

    public init(
        answerer: Answerer,
        store: any ReembeddingStore & VectorSource & PassageStore & RegressionStore & NoticeStore & FAQStore,
        logger: Logger
    ) {
        self.answerer = answerer
        self.store = store
        self.logger = logger
    }

    /// Whether the business may be served by the model now. All its vectors must be there.
    ///
    /// - Throws: what the stores throw; `CancellationError`.
    public func allows(_ business: Business, _ embedder: any Embedder) async throws -> Bool {
        let key = Self.key(embedder.modelID)
        if let notice = try await store.notice(withKey: key, in: business.id) {
            guard notice.status == .confirmed else { return false }
            try await answerer.prepareOverrides(of: business, by: embedder)
            return true
        }
        // The first question after the change is not to wait for vectors of the FAQs.
        try await answerer.prepareOverrides(of: business, by: embedder)
        let cases = try await store.regressionCases(in: business.id, after: nil, limit: Self.mostCases)
        guard !cases.isEmpty, let served = business.servedModel else { return true }
        let reviewer = answerer.extracting()
        let before = try await reviewer.run(cases, in: business, model: served)
        let candidate = reviewer.trying(
            embedder, passages: CandidatePassages(store: store, modelID: embedder.modelID),
            vectorSearch: ExactVectorSearch(source: store), faqs: store)
        let after = try await candidate.run(cases, in: business, model: embedder.modelID)
        let lost = after.lost(since: before)
        guard !lost.isEmpty else { return true }
        try await store.raise(
            Notice(
                id: UUIDv7.next(), business: business.id, key: key,
                content: .modelChange(Notice.ModelChange(before: before, after: after)), createdAt: .now()))
        logger.warning(
            "a change of the embedding model makes regression cases fail and waits for the owner",
            metadata: [
                "desk.model.id": "\(embedder.modelID)", "desk.cases.before": "\(before.passed)",
                "desk.cases.after": "\(after.passed)", "desk.cases.lost": "\(lost.count)",
                "desk.cases": "\(cases.count)",
            ])
        return false
    }

    /// Once a model serves, what was said of changing to it is history.
    public func served(_ business: Business, _ modelID: String) async throws {
        try await store.withdraw(Self.key(modelID), in: business.id)
    }

    static func key(_ modelID: String) -> String { "model_change:" + modelID }
}

/// Passages with the sentence vectors of a model that does not serve yet.
private struct CandidatePassages: PassageStore {
    let store: any ReembeddingStore & PassageStore
    let modelID: String

    func fullTextMatches(
        _ terms: [String], in business: BusinessID, limit: Int, filter: PassageFilter
    ) async throws -> FullTextMatches {
        try await store.fullTextMatches(terms, in: business, limit: limit, filter: filter)
    }
    func chunks(passing filter: PassageFilter, in business: BusinessID) async throws -> Set<ChunkID>? {
        try await store.chunks(passing: filter, in: business)
    }
    func passages(_ ids: [ChunkID], in business: BusinessID) async throws -> [Passage] {
        try await store.passages(ids, in: business, vectorsOf: modelID)
    }
    func termStatistics(_ terms: [String], in business: BusinessID) async throws -> TermStatistics {
        try await store.termStatistics(terms, in: business)
    }
}

/// Compares with every vector in the database: slow, exact, and without an index, which is made when a model serves.
private struct ExactVectorSearch: VectorSearch {
    let source: any VectorSource
    private static let page = 1_000

    /// What it reads is never older than what full text read before.
    func search(
        _ vector: [Float], of modelID: String?, in business: BusinessID, limit: Int, allowing: Set<ChunkID>?,
        atLeast generation: Int64?
    ) async throws -> [ScoredChunk] {
        guard let modelID, limit > 0 else { return [] }
        var best: [ScoredChunk] = []
        var last: ChunkID = 0
        while true {
            try Task.checkCancellation()
            let page = try await source.vectors(of: business, modelID: modelID, after: last, limit: Self.page)
            guard let end = page.last else { return best }
            last = end.id
            best += page.filter { $0.vector.count == vector.count && allowing?.contains($0.id) ?? true }.map { entry in
                ScoredChunk(
                    id: entry.id, score: Double(zip(entry.vector, vector).reduce(Float(0)) { $0 + $1.0 * $1.1 }))
            }
            best = Array(best.sorted { ($0.score, $1.id) > ($1.score, $0.id) }.prefix(limit))
        }
    }

    /// It keeps nothing.
    func apply(_ change: IndexChange) async throws {}
    func drop(_ business: BusinessID) async throws {}
}
