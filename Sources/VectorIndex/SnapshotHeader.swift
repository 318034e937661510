import CFaiss
import DeskModel

/// What a file says of the index it holds. On disk, in little-endian order: magic (8 bytes), format version (4), metric
/// (4), business (8), generation (8), dimension (4), bytes of the model's id (4), count (8), rows (8), bytes of graph
/// (8), the model's id. After it come ids, vectors, graph and a CRC-32C over everything.
struct SnapshotHeader: Hashable, Sendable {
    static let magic: [UInt8] = Array("FDVECTOR".utf8)
    static let version: UInt32 = 1
    /// Of the only metric there is.
    static let innerProduct: UInt32 = 0
    /// Bytes before the model's id.
    static let fixedCount = 64
    static let maximumModelBytes = 1024

    let business: BusinessID
    let modelID: String
    let dimension: Int
    let generation: Int64
    /// Vectors that can be found.
    let count: Int
    /// Vectors in the file: with a graph, removed ones are kept in their places.
    let rows: Int
    let graphBytes: Int

    var layout: CFaissLayout {
        CFaissLayout(
            generation: generation, count: UInt64(count), rows: UInt64(rows), graph_bytes: UInt64(graphBytes))
    }

    /// Bytes of the whole file; `nil` when no file can have these sizes.
    var fileBytes: Int? {
        let body = cfaiss_layout_bytes(layout, Int32(dimension))
        return body == 0 ? nil : Int(body) + SnapshotHeader.fixedCount + modelID.utf8.count
    }

    var encoded: [UInt8] {
        var bytes = SnapshotHeader.magic
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(SnapshotHeader.version)
        append(SnapshotHeader.innerProduct)
        append(business.rawValue)
        append(generation)
        append(UInt32(dimension))
        append(UInt32(modelID.utf8.count))
        append(UInt64(count))
        append(UInt64(rows))
        append(UInt64(graphBytes))
        return bytes + Array(modelID.utf8)
    }

    /// The number of bytes of the model's id that follow the fixed part.
    ///
    /// - Throws: `VectorIndexError.corrupt` when this is no such file or of another version.
    static func modelBytes(of fixed: [UInt8]) throws(VectorIndexError) -> Int {
        guard fixed.count == fixedCount, Array(fixed.prefix(8)) == magic else { throw .corrupt("not an index file") }
        guard integer(UInt32.self, in: fixed, at: 8) == version else { throw .corrupt("another format version") }
        guard integer(UInt32.self, in: fixed, at: 12) == innerProduct else { throw .corrupt("another metric") }
        let count = Int(integer(UInt32.self, in: fixed, at: 36))
        guard count <= maximumModelBytes else { throw .corrupt("the model's id is too long") }
        return count
    }

    /// - Throws: `VectorIndexError.corrupt` when the sizes make no sense.
    init(fixed: [UInt8], model: [UInt8]) throws(VectorIndexError) {
        guard try SnapshotHeader.modelBytes(of: fixed) == model.count,
            let modelID = String(validating: model, as: UTF8.self)
        else { throw .corrupt("the model's id is unreadable") }
        let dimension = SnapshotHeader.integer(UInt32.self, in: fixed, at: 32)
        let sizes = [40, 48, 56].map { SnapshotHeader.integer(UInt64.self, in: fixed, at: $0) }
        guard (1...UInt32(CFAISS_MAXIMUM_DIMENSION)).contains(dimension), sizes.allSatisfy({ $0 < 1 << 50 })
        else { throw .corrupt("the sizes make no sense") }
        self.init(
            business: BusinessID(SnapshotHeader.integer(Int64.self, in: fixed, at: 16)), modelID: modelID,
            dimension: Int(dimension), generation: SnapshotHeader.integer(Int64.self, in: fixed, at: 24),
            count: Int(sizes[0]), rows: Int(sizes[1]), graphBytes: Int(sizes[2]))
        guard fileBytes != nil else { throw .corrupt("the sizes make no sense") }
    }

    init(
        business: BusinessID, modelID: String, dimension: Int, generation: Int64, count: Int, rows: Int,
        graphBytes: Int
    ) {
        self.business = business
        self.modelID = modelID
        self.dimension = dimension
        self.generation = generation
        self.count = count
        self.rows = rows
        self.graphBytes = graphBytes
    }

    private static func integer<Value: FixedWidthInteger>(_: Value.Type, in bytes: [UInt8], at offset: Int) -> Value {
        bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
    }
}
