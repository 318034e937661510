import DeskModel
import Testing

@testable import VectorIndex

@Suite("Index")
struct FaissIndexTests {
    @Test(
        "finds exactly what comparing every vector finds, through changes, with and without a filter",
        arguments: [1, 3, 31, 32, 33, 128, 384])
    func equalsReference(dimension: Int) async throws {
        var random = SeededGenerator(UInt64(dimension))
        let index = try FaissIndex(modelID: "m", dimension: dimension, generation: 0)
        let reference = InMemoryVectorSearch()
        let business = BusinessID(1)
        for generation in 1...Int64(8) {
            let added = (0..<60).map { _ in
                (id: ChunkID.random(in: 1...400, using: &random), vector: random.vector(dimension))
            }
            let removed = (0..<20).map { _ in ChunkID.random(in: 1...400, using: &random) }
            try index.update(generation: generation, removed: removed, added: added)
            await reference.apply(
                IndexChange(business: business, generation: generation, modelID: "m", added: added, removed: removed))
            for limit in [1, 10, 1000] {
                let query = random.vector(dimension)
                let filter = Set((0..<50).map { _ in ChunkID.random(in: 1...400, using: &random) })
                for allowing in [nil, filter] {
                    let found = try index.search(query, limit: limit, allowing: allowing.map(Array.init))
                    let wanted = await reference.search(query, in: business, limit: limit, allowing: allowing)
                    expectSame(found, wanted)
                }
            }
        }
        #expect(index.status.generation == 8)
    }

    /// The two sum in different orders, so scores differ in their last digits, and with them the order of near ties.
    private func expectSame(_ found: [ScoredChunk], _ wanted: [ScoredChunk]) {
        #expect(found.count == wanted.count)
        for (one, other) in zip(found, wanted) { #expect(abs(one.score - other.score) < 1e-5) }
        #expect(zip(found, found.dropFirst()).allSatisfy { ($0.score, $1.id) > ($1.score, $0.id) })
        let scores = Dictionary(uniqueKeysWithValues: wanted.map { ($0.id, $0.score) })
        let last = wanted.last?.score ?? 0
        for hit in found { #expect(abs(hit.score - (scores[hit.id] ?? last)) < 1e-5) }
    }

    @Test("is exact for vectors whose lengths differ by many orders of magnitude")
    func lengths() async throws {
        var random = SeededGenerator(5)
        let index = try FaissIndex(modelID: "m", dimension: 40, generation: 0)
        var vectors: [ChunkID: [Float]] = [:]
        for id in ChunkID(1)...500 {
            let length = Float(sign: .plus, exponent: Int(random.next() % 60) - 30, significand: 1)
            vectors[id] = random.vector(40).map { $0 * length }
        }
        vectors[501] = [Float](repeating: 0, count: 40)
        vectors[502] = [Float](repeating: .leastNonzeroMagnitude, count: 40)
        try index.update(generation: 1, removed: [], added: vectors.map { ($0, $1) })
        for _ in 0..<20 {
            let query = random.vector(40)
            #expect(
                try index.search(query, limit: 10, allowing: nil).map(\.id)
                    == (await exact(query, in: vectors, limit: 10)))
        }
    }

    @Test("gives equal scores in the order of their ids, however they were added")
    func ties() throws {
        let index = try FaissIndex(modelID: "m", dimension: 8, generation: 0)
        let same: [Float] = [1, 0, 0, 0, 0, 0, 0, 0]
        try index.update(generation: 1, removed: [], added: [9, 3, 7, 1, 5].map { ($0, same) })
        #expect(try index.search(same, limit: 3, allowing: nil).map(\.id) == [1, 3, 5])
        #expect(
            try index.search([Float](repeating: 0, count: 8), limit: 9, allowing: nil).map(\.id) == [1, 3, 5, 7, 9])
        #expect(try index.search(same, limit: 3, allowing: [9, 9, 7, 100, -4]).map(\.id) == [7, 9])
    }

    @Test("the last of doubled ids counts")
    func doubledIDs() throws {
        let index = try FaissIndex(modelID: "m", dimension: 2, generation: 0)
        try index.update(generation: 1, removed: [4, 4], added: [(4, [1, 0]), (4, [0, 1])])
        #expect(index.status.count == 1)
        #expect(try index.search([0, 1], limit: 5, allowing: nil) == [ScoredChunk(id: 4, score: 1)])
    }

    @Test("gives the room of removed vectors back and finds the rest")
    func compaction() async throws {
        var random = SeededGenerator(6)
        let index = try FaissIndex(modelID: "m", dimension: 16, generation: 0)
        var vectors = Dictionary(uniqueKeysWithValues: (ChunkID(1)...4000).map { ($0, random.vector(16)) })
        try index.update(generation: 1, removed: [], added: vectors.map { ($0, $1) })
        let removed = (ChunkID(1)...4000).filter { $0 % 3 != 0 }
        try index.update(generation: 2, removed: removed, added: [])
        for id in removed { vectors[id] = nil }
        #expect(index.status.rows == vectors.count)
        let query = random.vector(16)
        #expect(
            try index.search(query, limit: 50, allowing: nil).map(\.id) == (await exact(query, in: vectors, limit: 50)))
        try index.update(generation: 3, removed: Array(vectors.keys), added: [])
        #expect(try index.search(query, limit: 50, allowing: nil).isEmpty)
    }

    @Test("a change with one bad vector changes nothing")
    func refusals() throws {
        let index = try FaissIndex(modelID: "m", dimension: 2, generation: 0)
        try index.update(generation: 1, removed: [], added: [(1, [1, 0])])
        let bad: [(ChunkID, [Float], VectorIndexError)] = [
            (2, [.nan, 0], .invalidVector), (2, [.infinity, 0], .invalidVector), (2, [1e30, 0], .invalidVector),
            (2, [1], .dimensionMismatch(expected: 2, actual: 1)),
            (2, [1, 2, 3], .dimensionMismatch(expected: 2, actual: 3)),
            (0, [1, 0], .invalidID(0)), (-1, [1, 0], .invalidID(-1)), (.min, [1, 0], .invalidID(.min)),
        ]
        for (id, vector, error) in bad {
            #expect(throws: error) {
                try index.update(generation: 2, removed: [1], added: [(3, [0, 1]), (id, vector)])
            }
        }
        #expect(index.status.generation == 1)
        #expect(try index.search([1, 1], limit: 9, allowing: nil).map(\.id) == [1])
        #expect(throws: VectorIndexError.invalidVector) { try index.search([.nan, 0], limit: 1, allowing: nil) }
        #expect(throws: (any Error).self) { try FaissIndex(modelID: "m", dimension: 0, generation: 0) }
        #expect(throws: (any Error).self) { try FaissIndex(modelID: "m", dimension: 1 << 40, generation: 0) }
    }
}
