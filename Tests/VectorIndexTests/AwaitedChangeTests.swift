import DeskModel
import Testing

@testable import VectorIndex

/// Between a change's commit, from which on full text sees it, and its application.
@Suite("Searches that know of a change before the index", .timeLimit(.minutes(2)))
struct AwaitedChangeTests {
    private let folder = TemporaryFolder()
    private let source = MemorySource()
    private let one = BusinessID(1)

    private func service(_ configuration: VectorIndexService.Configuration) -> VectorIndexService {
        VectorIndexService(directory: folder.path, source: source, configuration: configuration, logger: quiet)
    }

    private func vectors(_ ids: ClosedRange<ChunkID>, dimension: Int = 16, seed: UInt64 = 1) -> [(
        id: ChunkID, vector: [Float]
    )] {
        var random = SeededGenerator(seed)
        return ids.map { ($0, random.vector(dimension)) }
    }

    /// A service that has opened the index of ten vectors, generation 1.
    private func opened(_ configuration: VectorIndexService.Configuration) async throws -> VectorIndexService {
        await source.add(one, dimension: 16)
        await source.commit(one, adding: vectors(1...10))
        let service = service(configuration)
        #expect(try await service.search(vectors(1...1)[0].vector, in: one, limit: 99, allowing: nil).count == 10)
        return service
    }

    private func untilWaiting(_ service: VectorIndexService) async {
        while await service.inspect(one, { $0?.waits.isEmpty }) != false { await Task.yield() }
    }

    @Test("a search for a change on its way waits for it and finds what it brought")
    func onItsWay() async throws {
        let service = try await opened(.init(changePatience: .seconds(3600)))
        let added = vectors(11...11, seed: 2)
        let change = await source.commit(one, adding: added)
        let searching = Task {
            try await service.search(
                added[0].vector, in: one, limit: 1, allowing: nil, atLeast: change.generation)
        }
        await untilWaiting(service)
        // Others go on without it.
        #expect(try await service.search(added[0].vector, in: one, limit: 99, allowing: nil).count == 10)
        try await service.apply(change)
        #expect(try await searching.value.map(\.id) == [11])
        #expect(await service.inspect(one) { $0?.waits.isEmpty } == true)
        let again = try await service.search(
            added[0].vector, in: one, limit: 1, allowing: nil, atLeast: change.generation)
        #expect(again.map(\.id) == [11])
        #expect(await service.inspect(one) { $0?.waits.begun } == 1)
    }

    @Test("the first document of a business, which gives its set a model, is waited for as well")
    func firstDocument() async throws {
        await source.add(one, modelID: "", dimension: 0)
        let service = service(.init(changePatience: .seconds(3600)))
        let first = vectors(1...5)
        let query = first[2].vector
        #expect(try await service.search(query, of: "model", in: one, limit: 1, allowing: nil, atLeast: 0).isEmpty)
        let change = await source.replaceModel(
            of: one, by: "model", Dictionary(uniqueKeysWithValues: first.map { ($0.id, $0.vector) }))
        let searching = Task {
            try await service.search(
                query, of: "model", in: one, limit: 1, allowing: nil, atLeast: change.generation)
        }
        await untilWaiting(service)
        try await service.apply(change)
        #expect(try await searching.value.map(\.id) == [3])
    }

    @Test("a search whose model left while it waited is answered by what it began with")
    func modelChange() async throws {
        let service = try await opened(.init(changePatience: .seconds(3600)))
        let query = vectors(1...1)[0].vector
        let renewed = vectors(1...10, dimension: 24, seed: 4)
        let change = await source.replaceModel(
            of: one, by: "other", Dictionary(uniqueKeysWithValues: renewed.map { ($0.id, $0.vector) }))
        let searching = Task {
            try await service.search(
                query, of: "model", in: one, limit: 1, allowing: nil, atLeast: change.generation)
        }
        await untilWaiting(service)
        try await service.apply(change)
        #expect(try await searching.value.map(\.id) == [1])
    }

    @Test("a generation that never comes holds up one search, and later ones again once the index has made up for it")
    func neverComing() async throws {
        let patience = Duration.milliseconds(30)
        let service = try await opened(.init(changePatience: patience))
        let query = vectors(1...1)[0].vector
        let start = ContinuousClock.now
        let found = try await service.search(query, in: one, limit: 99, allowing: nil, atLeast: 2)
        #expect(ContinuousClock.now - start >= patience)
        #expect(found.count == 10)
        for generation in [2, 2, 3, 900] as [Int64] {
            let found = try await service.search(query, in: one, limit: 99, allowing: nil, atLeast: generation)
            #expect(found.count == 10)
        }
        #expect(await service.inspect(one) { $0?.waits.begun } == 1)

        try await service.apply(await source.commit(one, adding: vectors(11...11, seed: 2)))
        #expect(try await service.search(query, in: one, limit: 99, allowing: nil, atLeast: 2).count == 11)
        #expect(await service.inspect(one) { $0?.waits.begun } == 1)
        _ = try await service.search(query, in: one, limit: 99, allowing: nil, atLeast: 3)
        #expect(await service.inspect(one) { $0?.waits.begun } == 2)
    }

    @Test("a wait in vain has the index compared with its source, where another process may have made the change")
    func otherProcess() async throws {
        let service = try await opened(
            .init(gapPatience: .milliseconds(1), changePatience: .milliseconds(1), checkInterval: .seconds(3600)))
        let query = vectors(1...1)[0].vector
        let generation = await source.commit(one, adding: vectors(11...15, seed: 2)).generation
        await service.maintain()
        await service.flush()
        #expect(try await service.search(query, in: one, limit: 99, allowing: nil, atLeast: generation).count == 10)
        await service.maintain()
        await service.flush()
        #expect(try await service.search(query, in: one, limit: 99, allowing: nil, atLeast: generation).count == 15)
    }

    @Test("a search that is cancelled while it waits ends at once, and is not counted as a wait in vain")
    func cancelled() async throws {
        let service = try await opened(.init(changePatience: .seconds(3600)))
        let query = vectors(1...1)[0].vector
        let searching = Task {
            try await service.search(query, in: one, limit: 1, allowing: nil, atLeast: 2)
        }
        await untilWaiting(service)
        searching.cancel()
        await #expect(throws: CancellationError.self) { try await searching.value }
        #expect(await service.inspect(one) { $0?.waits.isEmpty } == true)
        #expect(await service.inspect(one) { $0?.waits.isWorthwhile(2) } == true)
    }

    @Test("dropping a business ends the waits for its changes")
    func dropped() async throws {
        let service = try await opened(.init(changePatience: .seconds(3600)))
        let query = vectors(1...1)[0].vector
        let searching = Task {
            try await service.search(query, in: one, limit: 99, allowing: nil, atLeast: 2)
        }
        await untilWaiting(service)
        await source.delete(one)
        try await service.drop(one)
        _ = try await searching.value
        #expect(await service.inspect(one) { $0 == nil })
    }
}
