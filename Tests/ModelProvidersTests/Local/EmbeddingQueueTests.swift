import DeskModel
import Testing

@testable import ModelProviders

struct EmbeddingQueueTests {
    private let queue = EmbeddingQueue(queryCapacity: 2, passageCapacity: 2)

    private func next(_ count: Int) -> [String] {
        (0..<count).compactMap { _ in queue.next().map { $0.batch.texts[$0.index] } }
    }

    @Test("queries go ahead of passages, each kind in the order it came")
    func order() throws {
        try queue.add(EmbeddingBatch(["p1", "p2"], for: .passage))
        #expect(next(1) == ["p1"])
        try queue.add(EmbeddingBatch(["q1"], for: .query))
        try queue.add(EmbeddingBatch(["q2"], for: .query))
        try queue.add(EmbeddingBatch(["p3"], for: .passage))
        #expect(next(4) == ["q1", "q2", "p2", "p3"])
    }

    @Test("a long batch is taken whole when there is room, and then its kind is full until enough is done")
    func capacity() throws {
        try queue.add(EmbeddingBatch((1...5).map { "p\($0)" }, for: .passage))
        #expect { try queue.add(EmbeddingBatch(["more"], for: .passage)) } throws: { error in
            (error as? ModelError)?.reason == .overloaded
        }
        try queue.add(EmbeddingBatch(["q"], for: .query))
        #expect(next(5) == ["q", "p1", "p2", "p3", "p4"])
        try queue.add(EmbeddingBatch(["more"], for: .passage))
        #expect(next(2) == ["p5", "more"])
    }

    @Test("what is left of a removed batch is not handed out, and makes room")
    func removal() throws {
        let begun = EmbeddingBatch(["a1", "a2", "a3"], for: .passage)
        try queue.add(begun)
        #expect(next(1) == ["a1"])
        queue.remove(begun)
        queue.remove(begun)
        let second = EmbeddingBatch(["b1"], for: .passage)
        try queue.add(second)
        let third = EmbeddingBatch(["c1"], for: .passage)
        try queue.add(third)
        queue.remove(second)
        try queue.add(EmbeddingBatch(["d1"], for: .passage))
        #expect(next(2) == ["c1", "d1"])
    }

    @Test("a closed queue hands out what it holds, takes no more, and then ends its workers")
    func closing() throws {
        try queue.add(EmbeddingBatch(["p"], for: .passage))
        queue.close()
        #expect { try queue.add(EmbeddingBatch(["late"], for: .query)) } throws: { error in
            (error as? ModelError)?.reason == .overloaded
        }
        #expect(next(3) == ["p"])
    }
}

struct EmbeddingBatchTests {
    @Test("a failure ends the wait at once, and vectors that come later change nothing")
    func failure() async throws {
        let batch = EmbeddingBatch(["a", "b"], for: .passage)
        batch.finish(0, with: [1])
        batch.fail(ModelError(.failed, "the engine stopped"))
        batch.finish(1, with: [2])
        await #expect(throws: ModelError(.failed, "the engine stopped")) { try await batch.wait() }
    }

    @Test("the vectors come in the order of the texts, whichever was done first")
    func order() async throws {
        let batch = EmbeddingBatch(["a", "b", "c"], for: .passage)
        for index in [2, 0, 1] { batch.finish(index, with: [Float(index)]) }
        #expect(try await batch.wait() == [[0], [1], [2]])
    }
}

struct QueryCacheTests {
    @Test("the queries used last are kept, and never more than the capacity")
    func eviction() {
        var cache = QueryCache(capacity: 8)
        for number in 0..<100 {
            cache.insert([Float(number)], for: "query \(number)")
            #expect(cache.vector(of: "query 0") == [0], "used each time, so it stays")
            #expect((0...number).count { cache.vector(of: "query \($0)") != nil } <= 8)
            _ = cache.vector(of: "query 0")
        }
        #expect(cache.vector(of: "query 99") == [99])
        #expect(cache.vector(of: "query 50") == nil)
    }

    @Test("a query too long to be worth it is not kept")
    func longQueries() {
        var cache = QueryCache(capacity: 8)
        let long = String(repeating: "x", count: 5_000)
        cache.insert([1], for: long)
        #expect(cache.vector(of: long) == nil)
    }
}
