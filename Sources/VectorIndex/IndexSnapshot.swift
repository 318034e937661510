import CFaiss
import DeskModel

/// A frozen view of an index, to be saved while the index goes on serving and changing.
struct IndexSnapshot: ~Copyable {
    private let index: FaissIndex
    private let handle: OpaquePointer

    init(_ index: FaissIndex) throws(VectorIndexError) {
        var error = CFaissError()
        guard let handle = cfaiss_snapshot_create(index.handle, &error) else { throw .failed(error.text) }
        self.index = index
        self.handle = handle
    }

    deinit { cfaiss_snapshot_free(handle) }

    func header(of business: BusinessID) -> SnapshotHeader {
        let layout = cfaiss_snapshot_layout(handle)
        return SnapshotHeader(
            business: business, modelID: index.modelID, dimension: index.dimension, generation: layout.generation,
            count: Int(layout.count), rows: Int(layout.rows), graphBytes: Int(layout.graph_bytes))
    }

    func write(_ header: SnapshotHeader, to descriptor: borrowing FileDescriptor) throws(VectorIndexError) {
        let bytes = header.encoded
        var error = CFaissError()
        let code = cfaiss_snapshot_write(handle, descriptor.number, bytes, bytes.count, &error)
        if code != CFAISS_OK { throw VectorIndexError(code, error) }
    }
}
