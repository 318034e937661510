public import DeskModel
public import Logging
public import ServiceLifecycle

/// Finds chunks by meaning: one FAISS index per business, kept in memory while used and in a file as a cache of what
/// the database holds.
///
/// The database is the truth. A file that is missing, stale or damaged costs a rebuild, never an answer: while an index
/// is rebuilt the old one goes on serving, and only searches of a business that has none yet wait for it. Searches of
/// different businesses do not wait for each other.
///
/// Run it as a service, so that it saves what changed, keeps to its memory and saves the rest at shutdown; a short-lived
/// process may call `flush` instead.
public actor VectorIndexService: VectorSearch, Service {
    let source: any VectorSource
    let configuration: Configuration
    let policy: GraphPolicy
    let logger: Logger
    let directory: IndexDirectory
    /// Searches only, so that none waits behind a change, a file or a graph.
    let searchers: WorkerPool
    /// Changes and files: short of a graph, but they wait for the disk.
    let keepers: WorkerPool
    /// Graphs, which take minutes and yield to everything else.
    let builders: WorkerPool
    var slots: [BusinessID: IndexSlot] = [:]
    var evicting: Task<Void, Never>?
    private var useCount: UInt64 = 0

    /// - Parameters:
    ///   - directory: where the files are, `{business_id}.faiss`; made when missing.
    ///   - source: what an index is built from.
    public init(
        directory: String, source: any VectorSource, configuration: Configuration = Configuration(), logger: Logger
    ) {
        self.source = source
        self.configuration = configuration
        self.logger = logger
        self.directory = IndexDirectory(path: directory)
        policy = GraphPolicy(threshold: max(1, configuration.graphThreshold))
        searchers = WorkerPool(
            name: "vector-search", threads: configuration.searchThreads, queueLimit: max(1, configuration.searchQueue))
        keepers = WorkerPool(name: "vector-keep", threads: 2, queueLimit: .max)
        builders = WorkerPool(name: "vector-graph", threads: 1, queueLimit: .max, niceness: 19)
    }

    /// The chunks whose vectors have the largest inner product with `vector`, best first, ties by ascending id, at most
    /// `limit`; none for a business that does not exist or has no vectors. Exact, except that above
    /// `Configuration.graphThreshold` an unfiltered search of up to 64 goes through a graph.
    ///
    /// - Parameter generation: waited for up to `Configuration.changePatience`; then what there is, is searched.
    /// - Throws: `VectorIndexError`, or what the source threw when the index had to be built; `CancellationError`.
    public func search(
        _ vector: [Float], of modelID: String? = nil, in business: BusinessID, limit: Int, allowing: Set<ChunkID>?,
        atLeast generation: Int64? = nil
    ) async throws -> [ScoredChunk] {
        guard limit >= 0 else { throw VectorIndexError.invalidLimit(limit) }
        guard FaissIndex.isValid(vector) else { throw VectorIndexError.invalidVector }
        guard let serving = try await serving(business, of: modelID, atLeast: generation), serving.status.count > 0
        else { return [] }
        guard limit > 0, allowing?.isEmpty != true else { return [] }
        let index = serving.index
        guard vector.count == index.dimension else {
            throw VectorIndexError.dimensionMismatch(expected: index.dimension, actual: vector.count)
        }
        try Task.checkCancellation()
        return try await searchers.run { try index.search(vector, limit: limit, allowing: allowing.map(Array.init)) }
    }

    /// Takes a committed change over and returns when searches see it. One that was seen already is passed over; one
    /// that does not follow, or is of another model, has the index rebuilt from the source and swapped.
    ///
    /// - Throws: `VectorIndexError`, or what the source threw, when the change could not be made; what was served before
    ///   goes on being served, and the index mends itself from the source later.
    public func apply(_ change: IndexChange) async throws {
        let slot = slot(of: change.business)
        slot.changes.add(change)
        let serving = await work(on: slot).value
        if let error = slot.rejected.removeValue(forKey: change.generation) { throw error }
        if let serving, serving.status.generation >= change.generation { return }
        if let failure = slot.failure { throw failure }
    }

    /// Forgets the business: its memory and its file.
    public func drop(_ business: BusinessID) async throws {
        if let slot = slots.removeValue(forKey: business) {
            slot.serving?.index.cancel()
            slot.waits.endAll()
            _ = await slot.work?.value
            await slot.saving?.value
        }
        try await keepers.run { [directory] in try directory.remove(business) }
    }

    /// Saves every index that changed since it was saved.
    public func flush() async {
        for slot in Array(slots.values) {
            _ = await slot.work?.value
            await save(slot)
        }
    }

    /// What is in memory now.
    public var statistics: Statistics {
        let statuses = slots.values.compactMap { $0.serving?.status }
        return Statistics(
            businesses: statuses.count, vectors: statuses.reduce(0) { $0 + $1.count },
            bytes: statuses.reduce(0) { $0 + $1.bytes })
    }

    /// The business's index, loaded or built if need be; `nil` when there is no such business, or when it is served by
    /// another model's vectors and is not just changing to this one's.
    private func serving(
        _ business: BusinessID, of modelID: String?, atLeast generation: Int64?
    ) async throws -> IndexSlot.Serving? {
        func isWanted(_ serving: IndexSlot.Serving) -> Bool { modelID == nil || serving.index.modelID == modelID }
        let slot = slot(of: business)
        var opened = slot.serving
        if opened == nil { opened = await work(on: slot).value }
        guard let found = opened else {
            if let failure = slot.failure { throw failure }
            return nil
        }
        if let generation { try await wait(for: generation, in: slot) }
        if let serving = slot.serving, isWanted(serving) { return serving }
        // While it waited the business changed to another model, or was forgotten.
        if isWanted(found) { return found }
        guard let work = slot.work else { return nil }
        return await work.value.flatMap { isWanted($0) ? $0 : nil }
    }

    private func slot(of business: BusinessID) -> IndexSlot {
        let slot = slots[business] ?? IndexSlot(business)
        slots[business] = slot
        useCount += 1
        slot.lastUse = useCount
        return slot
    }

    /// What is under way for the slot, begun if nothing is. It outlives whoever asked first, since others wait for it
    /// too; `flush` and `drop` wait for its end.
    func work(on slot: IndexSlot) -> Task<IndexSlot.Serving?, Never> {
        if let work = slot.work { return work }
        let work = Task { await settle(slot) }
        slot.work = work
        return work
    }
}
