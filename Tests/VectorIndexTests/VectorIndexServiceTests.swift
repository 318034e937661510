import DeskModel
import Foundation
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import VectorIndex

@Suite("Service", .timeLimit(.minutes(2)))
struct VectorIndexServiceTests {
    private let folder = TemporaryFolder()
    private let source = MemorySource()
    private let one = BusinessID(1)
    private let two = BusinessID(2)

    private func service(_ configuration: VectorIndexService.Configuration = .init()) -> VectorIndexService {
        VectorIndexService(directory: folder.path, source: source, configuration: configuration, logger: quiet)
    }

    private func vectors(_ ids: ClosedRange<ChunkID>, dimension: Int = 16, seed: UInt64 = 1) -> [(
        id: ChunkID, vector: [Float]
    )] {
        var random = SeededGenerator(seed)
        return ids.map { ($0, random.vector(dimension)) }
    }

    /// That the service finds what the source holds.
    private func expectInLine(_ service: VectorIndexService, _ business: BusinessID, dimension: Int = 16) async throws {
        var random = SeededGenerator(99)
        let contents = await source.contents(of: business)
        for _ in 0..<5 {
            let query = random.vector(dimension)
            let found = try await service.search(query, in: business, limit: 20, allowing: nil).map(\.id)
            #expect(found == (await exact(query, in: contents, limit: 20)))
        }
    }

    @Test("builds from the source, makes changes, and starts again from its file without reading the source")
    func life() async throws {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...300))
        let first = service()
        try await expectInLine(first, one)
        try await first.apply(await source.commit(one, adding: vectors(301...320, seed: 2), removing: [1, 2, 3]))
        try await expectInLine(first, one)
        await first.flush()
        let pages = await source.pagesRead
        try await expectInLine(service(), one)
        #expect(await source.pagesRead == pages)
    }

    @Test("a filter finds allowed chunks only")
    func filter() async throws {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...100))
        let service = service()
        let query = vectors(1...1, seed: 5)[0].vector
        let found = try await service.search(query, in: one, limit: 50, allowing: [3, 50, 1000])
        #expect(Set(found.map(\.id)) == [3, 50])
        #expect(try await service.search(query, in: one, limit: 50, allowing: []).isEmpty)
    }

    @Test("a stale, damaged or foreign file is replaced by what the source holds")
    func unusableFiles() async throws {
        for business in [one, two] {
            await source.add(business, dimension: 16)
            await source.commit(business, adding: vectors(1...50, seed: UInt64(business.rawValue)))
        }
        let writer = service()
        for business in [one, two] { try await expectInLine(writer, business) }
        await writer.flush()
        let good = try folder.bytes(of: one)
        let foreign = try folder.bytes(of: two)
        var flipped = good
        flipped[good.count / 2] ^= 4
        for bytes in [flipped, Array(good.prefix(good.count / 2)), [], foreign, [UInt8](repeating: 65, count: 5000)] {
            try folder.write(bytes, of: one)
            let reader = service()
            try await expectInLine(reader, one)
            await reader.flush()
            #expect(try folder.bytes(of: one) == good)
        }
        await source.commit(one, adding: vectors(60...70, seed: 8))
        try await expectInLine(service(), one)
        try FileManager.default.removeItem(atPath: folder.file(of: one))
        try await expectInLine(service(), one)
    }

    @Test("an old or doubled change changes nothing")
    func doubled() async throws {
        await source.add(one, dimension: 16)
        let first = await source.commit(one, adding: vectors(1...10))
        let service = service()
        try await service.apply(first)
        let second = await source.commit(one, adding: [], removing: [1])
        try await service.apply(second)
        try await service.apply(first)
        try await service.apply(second)
        try await expectInLine(service, one)
    }

    @Test("a missed change is mended from the source")
    func gap() async throws {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...10))
        let service = service(.init(gapPatience: .milliseconds(1)))
        try await expectInLine(service, one)
        await source.commit(one, adding: vectors(11...20, seed: 2))
        try await service.apply(await source.commit(one, adding: vectors(21...30, seed: 3)))
        try await expectInLine(service, one)
    }

    @Test("changes that arrive in another order are made without reading the source again")
    func outOfOrder() async throws {
        await source.add(one, dimension: 16)
        let service = service(.init(gapPatience: .seconds(5)))
        try await expectInLine(service, one)
        let pages = await source.pagesRead
        let early = await source.commit(one, adding: vectors(1...10))
        let late = await source.commit(one, adding: vectors(11...20, seed: 2))
        let waiting = Task { try await service.apply(late) }
        while await service.inspect(one, { $0?.changes.latest }) != late.generation { await Task.yield() }
        try await service.apply(early)
        try await waiting.value
        try await expectInLine(service, one)
        #expect(await source.pagesRead == pages)
    }

    @Test("a change that the database knows nothing of leaves the index as the database says")
    func bogus() async throws {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...10))
        let service = service(.init(gapPatience: .milliseconds(1)))
        await #expect(throws: Never.self) { try await expectInLine(service, one) }
        try await service.apply(
            IndexChange(business: one, generation: 900, modelID: "model", added: vectors(99...99), removed: [1]))
        try await expectInLine(service, one)
    }

    @Test("another model has the index rebuilt with its dimension")
    func modelChange() async throws {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...40))
        let service = service()
        try await expectInLine(service, one)
        let renewed = Dictionary(
            uniqueKeysWithValues: vectors(1...40, dimension: 24, seed: 4).map { ($0.id, $0.vector) })
        try await service.apply(await source.replaceModel(of: one, by: "other", renewed))
        try await expectInLine(service, one, dimension: 24)
        await #expect(throws: VectorIndexError.dimensionMismatch(expected: 24, actual: 16)) {
            try await service.search(vectors(1...1)[0].vector, in: one, limit: 1, allowing: nil)
        }
    }

    @Test("a set that begins without model and dimension takes its first vectors")
    func firstVectors() async throws {
        await source.add(one, modelID: "", dimension: 0)
        let service = service()
        #expect(try await service.search([1, 2, 3], in: one, limit: 5, allowing: nil).isEmpty)
        let first = Dictionary(uniqueKeysWithValues: vectors(1...5).map { ($0.id, $0.vector) })
        try await service.apply(await source.replaceModel(of: one, by: "model", first))
        try await expectInLine(service, one)
    }

    @Test("bad queries are refused, and an empty or unknown business has no results and leaves no trace")
    func badQueries() async throws {
        await source.add(one, dimension: 16)
        let service = service()
        let query = vectors(1...1)[0].vector
        for business in [one, BusinessID(404), BusinessID(-1), BusinessID(.min), BusinessID(.max)] {
            #expect(try await service.search(query, in: business, limit: 5, allowing: nil).isEmpty)
        }
        #expect(await service.inspect(one) { $0 != nil })
        #expect(await service.inspect(BusinessID(404)) { $0 == nil })
        await source.commit(one, adding: vectors(1...5))
        let fresh = self.service()
        #expect(try await fresh.search(query, in: one, limit: 0, allowing: nil).isEmpty)
        #expect(try await fresh.search(query, in: one, limit: .max, allowing: nil).count == 5)
        await #expect(throws: VectorIndexError.invalidLimit(-1)) {
            try await fresh.search(query, in: one, limit: -1, allowing: nil)
        }
        for bad in [[Float.nan], [.infinity], [1e38, 1e38]] {
            await #expect(throws: VectorIndexError.invalidVector) {
                try await fresh.search(bad, in: one, limit: 1, allowing: nil)
            }
        }
        await #expect(throws: VectorIndexError.dimensionMismatch(expected: 16, actual: 0)) {
            try await fresh.search([], in: one, limit: 1, allowing: nil)
        }
        try await fresh.apply(
            IndexChange(business: BusinessID(404), generation: 1, modelID: "", added: [], removed: []))
        #expect(await fresh.inspect(BusinessID(404)) { $0 == nil })
        await fresh.flush()
        #expect(folder.names == ["1.faiss"])
    }

    @Test("a bad change is refused, and the next good one mends the index")
    func badChange() async throws {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...10))
        let service = service(.init(gapPatience: .milliseconds(1)))
        try await expectInLine(service, one)
        let bad = await source.commit(one, adding: [(11, [Float](repeating: .nan, count: 16))])
        await #expect(throws: VectorIndexError.invalidVector) { try await service.apply(bad) }
        let next = await source.commit(one, adding: vectors(12...14, seed: 2))
        try await service.apply(next)
        let found = try await service.search(vectors(1...1)[0].vector, in: one, limit: 50, allowing: nil)
        #expect(Set(found.map(\.id)) == Set(1...10).union(12...14))
    }

    @Test("a failing source fails the searches that need it, and the next one tries again")
    func failingSource() async throws {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...10))
        let service = service()
        await source.fail(true)
        await #expect(throws: MemorySource.Failure()) { try await expectInLine(service, one) }
        await source.fail(false)
        try await expectInLine(service, one)
    }

    @Test("while one business is built others are searched, and while it is rebuilt it is searched itself")
    func independence() async throws {
        for business in [one, two] {
            await source.add(business, dimension: 16)
            await source.commit(business, adding: vectors(1...30, seed: UInt64(business.rawValue)))
        }
        let service = service(.init(gapPatience: .milliseconds(1)))
        await source.close(one)
        let first = Task { try await expectInLine(service, one) }
        while await !source.isHeld { await Task.yield() }
        try await expectInLine(service, two)
        await source.open()
        try await first.value

        let before = await source.contents(of: one)
        await source.commit(one, adding: vectors(31...40, seed: 5))
        let change = await source.commit(one, adding: vectors(41...50, seed: 6))
        await source.close(one)
        let applying = Task { try await service.apply(change) }
        while await !source.isHeld { await Task.yield() }
        let query = vectors(1...1, seed: 9)[0].vector
        let during = try await service.search(query, in: one, limit: 10, allowing: nil).map(\.id)
        #expect(during == (await exact(query, in: before, limit: 10)))
        await source.open()
        try await applying.value
        try await expectInLine(service, one)
    }

    @Test("many searches beside many changes lose nothing and see nothing of others")
    func concurrency() async throws {
        let businesses = (1...3).map { BusinessID(Int64($0)) }
        // Ids tell the business: a foreign one shows at once.
        func ids(_ business: BusinessID, _ step: Int) -> ClosedRange<ChunkID> {
            let base = business.rawValue * 1_000_000 + Int64(step) * 10
            return base...(base + 9)
        }
        for business in businesses {
            await source.add(business, dimension: 16)
            await source.commit(business, adding: vectors(ids(business, 0), seed: UInt64(business.rawValue)))
        }
        let service = service(.init(memoryBudget: 40_000, searchThreads: 3, searchQueue: 10_000))
        let source = self.source
        try await withThrowingTaskGroup(of: Void.self) { group in
            for business in businesses {
                group.addTask {
                    for step in 1...25 {
                        let added = vectors(ids(business, step), seed: UInt64(1000 + step))
                        let removed = step > 1 ? Array(ids(business, step - 1).prefix(4)) : []
                        try await service.apply(await source.commit(business, adding: added, removing: removed))
                        // What was applied is found from here on.
                        let found = try await service.search(added[0].vector, in: business, limit: 5, allowing: nil)
                        #expect(found.first?.id == added[0].id)
                        #expect(!found.contains { removed.contains($0.id) })
                    }
                }
                for seed in 0..<4 {
                    group.addTask {
                        for query in vectors(1...40, seed: UInt64(100 + seed)) {
                            let found = try await service.search(query.vector, in: business, limit: 30, allowing: nil)
                            #expect(found.count >= 10)
                            #expect(found.allSatisfy { $0.id / 1_000_000 == business.rawValue })
                            #expect(Set(found.map(\.id)).count == found.count)
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<5 {
                        await service.maintain()
                        await service.flush()
                    }
                }
            }
            try await group.waitForAll()
        }
        for business in businesses { try await expectInLine(service, business) }
        await service.flush()
        let pages = await source.pagesRead
        let reader = self.service()
        for business in businesses { try await expectInLine(reader, business) }
        #expect(await source.pagesRead == pages)
    }

    @Test("the businesses longest unused are saved and let go, and loaded again from their files")
    func eviction() async throws {
        let businesses = (1...4).map { BusinessID(Int64($0)) }
        let service = service(.init(memoryBudget: 1))
        for business in businesses {
            await source.add(business, dimension: 16)
            await source.commit(business, adding: vectors(1...50, seed: UInt64(business.rawValue)))
            try await expectInLine(service, business)
        }
        await expectOneLeft(in: service)
        let pages = await source.pagesRead
        for business in businesses { try await expectInLine(service, business) }
        #expect(await source.pagesRead == pages)
        await expectOneLeft(in: service)
        #expect(await service.statistics.vectors == 50)
    }

    /// A business that is worked on when its turn comes stays until the service's next round.
    private func expectOneLeft(in service: VectorIndexService) async {
        await service.evicting?.value
        if await service.statistics.businesses > 1 {
            await service.maintain()
            await service.evicting?.value
        }
        #expect(await service.statistics.businesses == 1)
    }

    @Test("a dropped business is forgotten with its file, others stay")
    func drop() async throws {
        for business in [one, two] {
            await source.add(business, dimension: 16)
            await source.commit(business, adding: vectors(1...20, seed: UInt64(business.rawValue)))
        }
        let service = service()
        for business in [one, two] { try await expectInLine(service, business) }
        await service.flush()
        await source.delete(one)
        try await service.drop(one)
        try await service.drop(one)
        #expect(folder.names == ["2.faiss"])
        #expect(try await service.search(vectors(1...1)[0].vector, in: one, limit: 5, allowing: nil).isEmpty)
        try await expectInLine(service, two)
    }

    @Test("saves what changed in the background, and the rest at graceful shutdown")
    func running() async throws {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...20))
        for delay in [Duration.milliseconds(20), .seconds(600)] {
            let service = service(.init(saveDelay: delay))
            try await testGracefulShutdown { trigger in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await service.run() }
                    try await expectInLine(service, one)
                    if delay < .seconds(1) {
                        while folder.names.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                    } else {
                        try FileManager.default.removeItem(atPath: folder.file(of: one))
                        try await service.apply(await source.commit(one, adding: vectors(30...31, seed: 3)))
                    }
                    trigger.triggerGracefulShutdown()
                    try await group.waitForAll()
                }
            }
            #expect(folder.names == ["1.faiss"])
        }
        let pages = await source.pagesRead
        try await expectInLine(service(), one)
        #expect(await source.pagesRead == pages)
    }

    @Test("a change that another process made is noticed by the check")
    func check() async throws {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...20))
        let service = service(.init(gapPatience: .milliseconds(1), checkInterval: .zero))
        try await expectInLine(service, one)
        await source.commit(one, adding: vectors(30...35, seed: 3), removing: [1])
        await service.maintain()
        await service.flush()
        try await expectInLine(service, one)
        await source.delete(one)
        await service.maintain()
        await service.flush()
        #expect(try await service.search(vectors(1...1)[0].vector, in: one, limit: 5, allowing: nil).isEmpty)
    }

    @Test("a graph is built in the background once a set is large, and is in its file")
    func graph() async throws {
        await source.add(one, dimension: 16)
        var random = SeededGenerator(2)
        let many = random.clustered(1200, dimension: 16, groups: 40).enumerated().map {
            (id: ChunkID($0 + 1), vector: $1)
        }
        await source.commit(one, adding: many)
        let service = service(.init(graphThreshold: 1000))
        _ = try await service.search(many[0].vector, in: one, limit: 1, allowing: nil)
        await service.inspect(one) { $0?.graphing }?.value
        #expect(await service.inspect(one) { $0?.serving?.status.graphed } == 1200)
        let found = try await service.search(many[5].vector, in: one, limit: 3, allowing: nil)
        #expect(found.first?.id == 6)
        await service.flush()
        let header = try IndexDirectory(path: folder.path).load(one) { $0.graphBytes > 0 }
        #expect(header?.status.graphed == 1200)
    }

    @Test("more waiting searches than may wait are refused, the others answered")
    func overload() async throws {
        let pool = WorkerPool(name: "test", threads: 1, queueLimit: 2)
        let gate = DispatchSemaphore(value: 0)
        let (starts, hasStarted) = AsyncStream.makeStream(of: Void.self)
        let running = Task {
            try await pool.run {
                hasStarted.yield()
                gate.wait()
            }
        }
        for await _ in starts { break }
        let refusals = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        try await pool.run { gate.wait() }
                        return false
                    } catch {
                        return error as? VectorIndexError == .overloaded
                    }
                }
            }
            var refusals = 0
            // Two can wait, so the others are refused before any goes on.
            while refusals < 18, await group.next() == true { refusals += 1 }
            for _ in 0..<3 { gate.signal() }
            for await isRefused in group where isRefused { refusals += 1 }
            return refusals
        }
        try await running.value
        #expect(refusals == 18)
    }
}
