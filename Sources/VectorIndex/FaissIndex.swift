import CFaiss
import DeskModel

/// One business's vectors of one model in memory: the owner of the shim's handle. Its calls block.
///
/// The shim does its own locking: any number of searches run beside each other and beside a change, a save or the
/// building of a graph. That is why handing the pointer between threads, which the compiler cannot check, is sound.
final class FaissIndex: @unchecked Sendable {
    /// What an index holds at one moment.
    struct Status: Hashable, Sendable {
        let generation: Int64
        /// Vectors that can be found.
        let count: Int
        /// Those and the removed ones that still take room.
        let rows: Int
        /// Rows that the graph covers, 0 without one.
        let graphed: Int
        /// Rows of the graph that were removed since.
        let graphRemoved: Int
        /// Memory held.
        let bytes: Int
    }

    let modelID: String
    let dimension: Int
    let handle: OpaquePointer

    /// An empty index.
    init(modelID: String, dimension: Int, generation: Int64) throws(VectorIndexError) {
        var error = CFaissError()
        guard let dimension32 = Int32(exactly: dimension),
            let handle = cfaiss_index_create(dimension32, generation, &error)
        else { throw .failed(error.text) }
        self.modelID = modelID
        self.dimension = dimension
        self.handle = handle
    }

    /// Takes over a handle that was loaded.
    init(modelID: String, adopting handle: OpaquePointer) {
        self.modelID = modelID
        self.handle = handle
        dimension = Int(cfaiss_index_dimension(handle))
    }

    deinit { cfaiss_index_free(handle) }

    var status: Status {
        let status = cfaiss_index_status(handle)
        return Status(
            generation: status.generation, count: Int(status.count), rows: Int(status.rows),
            graphed: Int(status.graphed), graphRemoved: Int(status.graph_removed), bytes: Int(status.bytes))
    }

    /// Makes room for this many vectors in all.
    func reserve(_ rows: Int) throws(VectorIndexError) {
        var error = CFaissError()
        try check(cfaiss_index_reserve(handle, max(0, rows), &error), error)
    }

    /// Removes, then adds, replacing vectors whose id is present: all of it or nothing.
    ///
    /// - Returns: the index's state after this change.
    @discardableResult
    func update(
        generation: Int64, removed: [ChunkID], added: [(id: ChunkID, vector: [Float])]
    ) throws(VectorIndexError) -> Status {
        var values: [Float] = []
        values.reserveCapacity(added.count * dimension)
        for (id, vector) in added {
            guard id > 0 else { throw .invalidID(id) }
            guard vector.count == dimension else {
                throw .dimensionMismatch(expected: dimension, actual: vector.count)
            }
            guard FaissIndex.isValid(vector) else { throw .invalidVector }
            values.append(contentsOf: vector)
        }
        var error = CFaissError()
        let code = cfaiss_index_update(
            handle, generation, removed, removed.count, added.map(\.id), values, added.count, &error)
        try check(code, error)
        return status
    }

    /// The vectors with the largest inner product, best first, ties by ascending id.
    func search(_ vector: [Float], limit: Int, allowing: [ChunkID]?) throws(VectorIndexError) -> [ScoredChunk] {
        guard vector.count == dimension else { throw .dimensionMismatch(expected: dimension, actual: vector.count) }
        guard FaissIndex.isValid(vector) else { throw .invalidVector }
        let capacity = min(limit, Int(cfaiss_index_status(handle).count), allowing?.count ?? .max)
        guard capacity > 0 else { return [] }
        var ids = [Int64](repeating: 0, count: capacity)
        var scores = [Float](repeating: 0, count: capacity)
        var found = 0
        var error = CFaissError()
        let code = cfaiss_index_search(
            handle, vector, capacity, allowing, allowing?.count ?? 0, &ids, &scores, &found, &error)
        try check(code, error)
        return zip(ids, scores).prefix(found).map { ScoredChunk(id: $0, score: Double($1)) }
    }

    /// Builds a graph beside what is served and swaps it in. May take minutes.
    ///
    /// - Throws: `VectorIndexError.cancelled` after `cancel`.
    func buildGraph(_ options: GraphPolicy.Options) throws(VectorIndexError) {
        var error = CFaissError()
        let graph = CFaissGraphOptions(
            links: Int32(options.links), construction: Int32(options.construction), search: Int32(options.search))
        try check(cfaiss_index_build_graph(handle, graph, &error), error)
    }

    /// Stops a graph that is being built, and any later one.
    func cancel() { cfaiss_index_cancel(handle) }

    /// Whether all values are finite and products with the vector stay so.
    static func isValid(_ vector: [Float]) -> Bool { cfaiss_vector_is_valid(vector, vector.count) != 0 }

    private func check(_ code: CFaissCode, _ error: CFaissError) throws(VectorIndexError) {
        if code != CFAISS_OK { throw VectorIndexError(code, error) }
    }
}

extension VectorIndexError {
    /// What the shim said, typed.
    init(_ code: CFaissCode, _ error: CFaissError) {
        self =
            switch code {
            case CFAISS_OUT_OF_MEMORY: .outOfMemory
            case CFAISS_IO: .fileFailed(error.text)
            case CFAISS_CORRUPT: .corrupt(error.text)
            case CFAISS_CANCELLED: .cancelled
            default: .failed(error.text)
            }
    }
}

extension CFaissError {
    /// The message as text.
    var text: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
