import DeskModel
import Testing

@testable import ModelProviders

/// What waits, goes first, is refused and is given up, with one thread that other texts keep busy.
@Suite(.timeLimit(.minutes(2)))
struct EmbeddingLoadTests {
    private static let long = String(repeating: "delivery to the islands takes six days; ", count: 30)

    private func embedder(queries: Int = 512, passages: Int = 4_096) throws -> OpenVINOEmbedder {
        try OpenVINOEmbedder(
            models: InstalledModels.directory(),
            configuration: .init(threads: 1, queryCapacity: queries, passageCapacity: passages, cacheCapacity: 4_096))
    }

    /// Ends once a call of this purpose is refused, so that others are known to wait.
    private func waitUntilFull(_ embedder: OpenVINOEmbedder, _ purpose: EmbeddingPurpose) async throws {
        while true {
            do {
                _ = try await embedder.embed(["\(purpose) \(UInt64.random(in: 0 ... .max))"], for: purpose)
                // Each that is taken is kept in the cache, whose place is bounded.
                try await Task.sleep(for: .milliseconds(2))
            } catch let error as ModelError where error.reason == .overloaded {
                return
            }
        }
    }

    /// Embeds more than there is time for, until cancelled. - Returns: whether cancelling ended it.
    private func embedEndlessly(_ embedder: OpenVINOEmbedder, for purpose: EmbeddingPurpose) async -> Bool {
        while true {
            do {
                _ = try await embedder.embed(Array(repeating: Self.long, count: 50_000), for: purpose)
                return false
            } catch let error as ModelError where error.reason == .overloaded {
                // One of `waitUntilFull` was there first.
                await Task.yield()
            } catch {
                return error is CancellationError
            }
        }
    }

    @Test("a query is answered while passages that came before it still wait")
    func queriesGoFirst() async throws {
        let embedder = try embedder(passages: 1)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask { await embedEndlessly(embedder, for: .passage) }
            try await waitUntilFull(embedder, .passage)
            #expect(try await embedder.embed(["when are you open?"], for: .query).count == 1)
            group.cancelAll()
            #expect(try await group.next() == true, "the passages were not done")
        }
    }

    @Test("a cancelled call ends at once, and its place is free again")
    func cancellationFreesThePlace() async throws {
        let embedder = try embedder(passages: 1)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask { await embedEndlessly(embedder, for: .passage) }
            try await waitUntilFull(embedder, .passage)
            group.cancelAll()
            #expect(try await group.next() == true)
        }
        #expect(try await embedder.embed(["refunds", "opening hours"], for: .passage).count == 2)
    }

    @Test("a task cancelled beforehand embeds nothing")
    func cancelledBeforehand() async throws {
        let embedder = try embedder()
        let isCancelled = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.cancelAll()
            group.addTask {
                do {
                    _ = try await embedder.embed(["refunds"], for: .passage)
                    return false
                } catch is CancellationError { return true }
            }
            return try await group.next() ?? false
        }
        #expect(isCancelled)
    }

    @Test(
        "beyond its capacity a line refuses as overloaded, and the other line still serves",
        arguments: [
            EmbeddingPurpose.query, .passage,
        ])
    func refusesWhenFull(purpose: EmbeddingPurpose) async throws {
        let embedder = try embedder(queries: 1, passages: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = await embedEndlessly(embedder, for: purpose) }
            try await waitUntilFull(embedder, purpose)
            await #expect { try await embedder.embed(["one more"], for: purpose) } throws: { error in
                (error as? ModelError)?.reason == .overloaded
            }
            if purpose == .passage {
                #expect(try await embedder.embed(["a query"], for: .query).count == 1)
            }
            group.cancelAll()
        }
    }

    @Test("a repeated query is answered from the cache, even when no other can be taken")
    func cachesQueries() async throws {
        let embedder = try embedder(queries: 1)
        let first = try await embedder.embed(["when are you open?"], for: .query)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = await embedEndlessly(embedder, for: .query) }
            try await waitUntilFull(embedder, .query)
            #expect(try await embedder.embed(["when are you open?"], for: .query) == first)
            await #expect { try await embedder.embed(["when are you closed?"], for: .query) } throws: { error in
                (error as? ModelError)?.reason == .overloaded
            }
            group.cancelAll()
        }
    }
}
