import DeskModel
import Testing

@testable import VectorIndex

@Suite("Graph")
struct GraphTests {
    private static let dimension = 32
    private var random = SeededGenerator(11)
    private let builder = WorkerPool(name: "test", threads: 1, queueLimit: 8)

    private func buildGraph(_ index: FaissIndex) async throws {
        try await builder.run { try index.buildGraph(GraphPolicy.Options()) }
    }

    /// Vectors in groups of some thirty, and queries from the same groups.
    private mutating func indexed(_ count: Int) throws -> (FaissIndex, vectors: [ChunkID: [Float]], queries: [[Float]])
    {
        let all = random.clustered(count + 40, dimension: Self.dimension, groups: count / 30)
        let vectors = Dictionary(uniqueKeysWithValues: all.prefix(count).enumerated().map { (ChunkID($0 + 1), $1) })
        let index = try FaissIndex(modelID: "m", dimension: Self.dimension, generation: 0)
        try index.update(generation: 1, removed: [], added: vectors.sorted { $0.key < $1.key }.map { ($0, $1) })
        return (index, vectors, Array(all.suffix(40)))
    }

    /// Of the ten best by a search that a filter, letting all through, keeps exact.
    private func recall(_ index: FaissIndex, _ queries: [[Float]], in vectors: [ChunkID: [Float]]) throws -> Double {
        var hits = 0
        for query in queries {
            let wanted = try index.search(query, limit: 10, allowing: Array(vectors.keys)).map(\.id)
            hits += Set(try index.search(query, limit: 10, allowing: nil).map(\.id)).intersection(wanted).count
        }
        return Double(hits) / Double(10 * queries.count)
    }

    @Test("finds at least 99 of 100 of what exact search finds, also after changes and after a reload")
    mutating func recallHolds() async throws {
        var (index, vectors, queries) = try indexed(4000)
        try await buildGraph(index)
        #expect(index.status.graphed == 4000)
        #expect(try recall(index, queries, in: vectors) >= 0.99)

        let removed = vectors.keys.filter { $0 % 7 == 0 }
        let added = random.clustered(300, dimension: Self.dimension, groups: 10).enumerated()
            .map { (id: ChunkID($0 + 10_000), vector: $1) }
        try index.update(generation: 2, removed: removed, added: added)
        for id in removed { vectors[id] = nil }
        for (id, vector) in added { vectors[id] = vector }
        queries += added.prefix(10).map(\.vector)
        #expect(try recall(index, queries, in: vectors) >= 0.99)
        #expect(index.status.graphRemoved == removed.count)

        let folder = TemporaryFolder()
        let directory = IndexDirectory(path: folder.path)
        _ = try directory.save(index, of: BusinessID(1))
        let loaded = try #require(try directory.load(BusinessID(1)) { _ in true })
        #expect(loaded.status.graphed == 4000)
        for query in queries {
            #expect(try loaded.search(query, limit: 10, allowing: nil) == index.search(query, limit: 10, allowing: nil))
        }
    }

    @Test("never finds a removed vector, even when most are removed, and a filter stays exact")
    mutating func tombstones() async throws {
        var (index, vectors, queries) = try indexed(2000)
        try await buildGraph(index)
        let removed = vectors.keys.filter { $0 % 20 != 0 }
        try index.update(generation: 2, removed: removed, added: [])
        for id in removed { vectors[id] = nil }
        for query in queries.prefix(20) {
            let found = try index.search(query, limit: 20, allowing: nil).map(\.id)
            #expect(found == (await exact(query, in: vectors, limit: 20)))
            let filter = Set(vectors.keys.filter { $0 % 40 == 0 } + removed.prefix(100))
            let filtered = try index.search(query, limit: 20, allowing: Array(filter)).map(\.id)
            #expect(filtered == (await exact(query, in: vectors, limit: 20, allowing: filter)))
        }
    }

    @Test("searches go on while it is built, and what changed meanwhile is in it")
    mutating func changesDuringBuild() async throws {
        var (index, vectors, queries) = try indexed(3000)
        let serving = index
        let fresh = (0..<40).map { (id: ChunkID(20_000 + $0), vector: random.vector(Self.dimension)) }
        let replaced = (id: ChunkID(5), vector: random.vector(Self.dimension))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [self] in try await buildGraph(serving) }
            for (number, addition) in fresh.enumerated() {
                try serving.update(
                    generation: Int64(2 + number), removed: [ChunkID(100 + number)],
                    added: [addition, replaced])
                let found = try serving.search(addition.vector, limit: 1, allowing: nil)
                #expect(found.first?.id == addition.id)
                await Task.yield()
            }
            try await group.waitForAll()
        }
        for (number, addition) in fresh.enumerated() {
            vectors[ChunkID(100 + number)] = nil
            vectors[addition.id] = addition.vector
        }
        vectors[replaced.id] = replaced.vector
        #expect(index.status.count == vectors.count)
        #expect(index.status.graphed > 0)
        let all = try index.search(queries[0], limit: vectors.count, allowing: nil)
        #expect(Set(all.map(\.id)) == Set(vectors.keys))
        for addition in fresh + [replaced] {
            #expect(try index.search(addition.vector, limit: 1, allowing: nil).first?.id == addition.id)
        }
    }

    @Test("a cancelled build leaves the index as it was")
    mutating func cancelled() async throws {
        let (index, vectors, queries) = try indexed(1500)
        index.cancel()
        await #expect(throws: VectorIndexError.cancelled) { try await buildGraph(index) }
        #expect(index.status.graphed == 0)
        #expect(try index.search(queries[0], limit: vectors.count, allowing: nil).count == vectors.count)
    }

    @Test("is built above the threshold, again when much changed, and dropped when little is left")
    func policy() {
        let policy = GraphPolicy(threshold: 1000)
        func step(_ count: Int, rows: Int, graphed: Int, removed: Int) -> GraphPolicy.Step {
            policy.step(
                for: .init(
                    generation: 1, count: count, rows: rows, graphed: graphed, graphRemoved: removed, bytes: 0))
        }
        #expect(step(999, rows: 5000, graphed: 0, removed: 0) == .nothing)
        #expect(step(1000, rows: 1000, graphed: 0, removed: 0) == .build)
        #expect(step(1020, rows: 1120, graphed: 1000, removed: 100) == .nothing)
        #expect(step(1200, rows: 1400, graphed: 1000, removed: 200) == .build)
        #expect(step(400, rows: 1000, graphed: 1000, removed: 600) == .reload)
    }
}
