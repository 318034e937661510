import DeskModel
import Foundation
import Logging

@testable import VectorIndex

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A repeatable source of randomness (SplitMix64, Steele et al. 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// About normal with variance 1: the sum of twelve uniform values.
    mutating func normal() -> Float {
        (0..<12).reduce(Float(-6)) { sum, _ in sum + Float(next() >> 40) / Float(1 << 24) }
    }

    mutating func vector(_ dimension: Int, around centre: [Float]? = nil, spread: Float = 1) -> [Float] {
        let raw = (0..<dimension).map { (centre?[$0] ?? 0) + spread * normal() }
        let norm = raw.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        return raw.map { $0 / norm }
    }

    /// Unit vectors in groups, as the chunks of documents are.
    mutating func clustered(_ count: Int, dimension: Int, groups: Int) -> [[Float]] {
        let centres = (0..<groups).map { _ in (0..<dimension).map { _ in normal() } }
        return (0..<count).map { _ in vector(dimension, around: centres[Int(next() % UInt64(groups))], spread: 0.7) }
    }
}

/// A folder that is gone after the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "vector-tests-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(of business: BusinessID) -> String { "\(path)/\(business).faiss" }

    func bytes(of business: BusinessID) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: file(of: business))))
    }

    func write(_ bytes: [UInt8], of business: BusinessID) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: file(of: business)))
    }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// The database's side: commits changes and serves pages from memory.
actor MemorySource: VectorSource {
    struct Failure: Error, Equatable {}

    private struct Business {
        var modelID: String
        var dimension: Int
        var generation: Int64 = 0
        var vectors: [ChunkID: [Float]] = [:]
    }

    private var businesses: [BusinessID: Business] = [:]
    private var gate: CheckedContinuation<Void, Never>?
    private var isClosed: BusinessID?
    private(set) var pagesRead = 0
    var isFailing = false

    func fail(_ failing: Bool) { isFailing = failing }

    func add(_ business: BusinessID, modelID: String = "model", dimension: Int) {
        businesses[business] = Business(modelID: modelID, dimension: dimension)
    }

    func delete(_ business: BusinessID) { businesses[business] = nil }

    /// Puts all vectors of a business in other ones' place, as a re-embedding does.
    func replaceModel(of business: BusinessID, by modelID: String, _ vectors: [ChunkID: [Float]]) -> IndexChange {
        let dimension = vectors.first?.value.count ?? 0
        let removed = Array(businesses[business]?.vectors.keys ?? [:].keys)
        let generation = (businesses[business]?.generation ?? 0) + 1
        businesses[business] = Business(
            modelID: modelID, dimension: dimension, generation: generation, vectors: vectors)
        return IndexChange(
            business: business, generation: generation, modelID: modelID, added: vectors.map { ($0, $1) },
            removed: removed)
    }

    @discardableResult
    func commit(
        _ business: BusinessID, adding added: [(id: ChunkID, vector: [Float])], removing removed: [ChunkID] = []
    ) -> IndexChange {
        for id in removed { businesses[business]?.vectors[id] = nil }
        for (id, vector) in added { businesses[business]?.vectors[id] = vector }
        businesses[business]?.generation += 1
        return IndexChange(
            business: business, generation: businesses[business]?.generation ?? 0,
            modelID: businesses[business]?.modelID ?? "", added: added, removed: removed)
    }

    func contents(of business: BusinessID) -> [ChunkID: [Float]] { businesses[business]?.vectors ?? [:] }

    /// Makes the next read of this business's vectors wait for `open`.
    func close(_ business: BusinessID) { isClosed = business }

    func open() {
        isClosed = nil
        gate?.resume()
        gate = nil
    }

    /// Whether a read is waiting.
    var isHeld: Bool { gate != nil }

    func vectorSet(of business: BusinessID) throws -> VectorSet? {
        if isFailing { throw Failure() }
        return businesses[business].map {
            VectorSet(modelID: $0.modelID, dimension: $0.dimension, generation: $0.generation, count: $0.vectors.count)
        }
    }

    func vectors(
        of business: BusinessID, modelID: String, after: ChunkID, limit: Int
    ) async throws -> [(id: ChunkID, vector: [Float])] {
        if isClosed == business { await withCheckedContinuation { gate = $0 } }
        guard let known = businesses[business], known.modelID == modelID else { return [] }
        pagesRead += 1
        return known.vectors.filter { $0.key > after }.sorted { $0.key < $1.key }.prefix(limit).map {
            ($0.key, $0.value)
        }
    }
}

extension VectorIndexService {
    /// Looks at a business's place in the service.
    func inspect<Value: Sendable>(_ business: BusinessID, _ look: @Sendable (IndexSlot?) -> Value) -> Value {
        look(slots[business])
    }
}

/// What a search should find: every inner product, best first, ties by id.
func exact(_ query: [Float], in vectors: [ChunkID: [Float]], limit: Int, allowing: Set<ChunkID>? = nil) async
    -> [ChunkID]
{
    let reference = InMemoryVectorSearch()
    await reference.apply(
        IndexChange(business: BusinessID(0), generation: 1, modelID: "", added: vectors.map { ($0, $1) }, removed: []))
    return await reference.search(query, in: BusinessID(0), limit: limit, allowing: allowing).map(\.id)
}
