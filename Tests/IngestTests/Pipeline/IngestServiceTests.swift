import DeskModel
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Ingest

/// Reads in this process; workers have tests of their own.
struct ThreadExtractor: Extractor {
    func extract(
        _ content: [UInt8], filename: String, progress: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> ExtractedDocument {
        try await withCheckedThrowingContinuation { continuation in
            Thread {
                continuation.resume(
                    with: Result { try DocumentExtractor.extract(content, filename: filename, progress: progress) })
            }.start()
        }
    }
}

/// Never ends by itself.
private struct StuckExtractor: Extractor {
    let started = AsyncStream<Void>.makeStream()

    func extract(
        _ content: [UInt8], filename: String, progress: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> ExtractedDocument {
        progress(2, 9)
        started.continuation.yield()
        try await Task.sleep(for: .seconds(3600))
        throw CancellationError()
    }
}

/// Fails as often as told before it works.
private final class UnreliableEmbedder: Embedder {
    private let inner = HashingEmbedder(dimension: 32)
    private let failures: Mutex<[ModelError.Reason]>
    let modelID = "unreliable"
    let dimension = 32
    let maximumTokens = 256

    init(_ failures: [ModelError.Reason]) { self.failures = Mutex(failures) }

    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        if let reason = failures.withLock({ $0.popLast() }) { throw ModelError(reason, "as told") }
        return try await inner.embed(texts, for: purpose)
    }

    func tokenCount(of text: String) -> Int { inner.tokenCount(of: text) }
}

private struct OneModel: ModelCatalog {
    var embedder: any Embedder = HashingEmbedder()

    func embedder(for business: Business) async throws -> any Embedder { embedder }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
}

/// Gives one business's endpoint no answer: neither to say what it is, or not for a text.
private struct SilentEndpoint: ModelCatalog {
    struct Silent: Embedder {
        let modelID = "silent"
        let dimension = 384
        let maximumTokens = 256

        func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
            try await Task.sleep(for: .seconds(3600))
            return []
        }
        func tokenCount(of text: String) -> Int { text.utf8.count / 4 }
    }

    let isFound: Bool

    func embedder(for business: Business) async throws -> any Embedder {
        guard business.settings.embedding != nil else { return HashingEmbedder() }
        if !isFound { try await Task.sleep(for: .seconds(3600)) }
        return Silent()
    }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
}

/// Fails to find its model as often as told.
private final class UnreliableCatalog: ModelCatalog {
    private let failures: Mutex<[ModelError.Reason]>

    init(_ failures: [ModelError.Reason]) { self.failures = Mutex(failures) }

    func embedder(for business: Business) async throws -> any Embedder {
        if let reason = failures.withLock({ $0.popLast() }) { throw ModelError(reason, "as told") }
        return HashingEmbedder()
    }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
}

@Suite("Ingest service", .timeLimit(.minutes(2)))
struct IngestServiceTests {
    private static let business = BusinessID(7)
    /// Has an embedding endpoint of its own.
    private static let remote = BusinessID(8)
    private let store = MemoryDocumentStore()
    private let index = InMemoryVectorSearch()

    private func service(
        models: any ModelCatalog = OneModel(), extractor: any Extractor = ThreadExtractor(),
        poll: Duration = .milliseconds(20)
    ) -> IngestService {
        var configuration = IngestConfiguration()
        configuration.reportInterval = .milliseconds(5)
        configuration.pollInterval = poll
        configuration.retryDelays = [.milliseconds(1), .milliseconds(1)]
        return IngestService(
            store: store,
            business: { id in
                var settings = BusinessSettings()
                if id == Self.remote { settings.embedding = ModelEndpoint(baseURL: "https://e.example/v1", model: "m") }
                return Business(id: id, name: "Shop", settings: settings, createdAt: .now())
            },
            models: models, index: index, extractor: extractor, configuration: configuration,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private func upload(
        _ content: [UInt8], _ filename: String = "shop.pdf", to business: BusinessID = IngestServiceTests.business
    ) async -> DocumentID {
        await store.accept(DocumentUpload(business: business, filename: filename, content: content)).document.id
    }

    /// Runs the service until the condition holds, then cancels it.
    private func run(_ service: IngestService, until isDone: @escaping @Sendable () async -> Bool) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await service.run() }
            while await !isDone() { try? await Task.sleep(for: .milliseconds(5)) }
            group.cancelAll()
        }
    }

    private var manual: [UInt8] {
        var writer = PDFWriter()
        for number in 1...3 {
            var page = PDFWriter.Page()
            page.text("Chapter \(["one", "two", "three"][number - 1])", x: 60, y: 200, size: 18)
            page.lines(
                [
                    "Returns are taken back within \(number)0 days of delivery. The refund",
                    "comes after five days. Keep the receipt until then.",
                ],
                x: 60, y: 240)
            writer.pages.append(page)
        }
        return writer.data()
    }

    @Test("an uploaded PDF becomes pages, chunks and vectors that a search finds")
    func wholeWay() async throws {
        let id = await upload(manual)
        await run(service()) { await store.results[id] != nil }
        let result = try #require(await store.results[id])
        #expect(result.kind == .pdf)
        #expect(result.title == "Chapter one")
        #expect(result.pages.map(\.number) == [1, 2, 3])
        #expect(result.pages[1].text.contains("within 20 days"))
        #expect(result.modelID == HashingEmbedder().modelID)
        #expect(
            result.chunks.allSatisfy { $0.vector.count == 384 && $0.sentenceVectors.count == $0.chunk.sentences.count })
        #expect(result.chunks.enumerated().allSatisfy { $0 == $1.chunk.ordinal && $1.chunk.document == id })
        let query = try #require(try await HashingEmbedder().embed(["within 20 days"], for: .query).first)
        #expect(await index.search(query, in: Self.business, limit: 1, allowing: nil).count == 1)
    }

    @Test("progress only grows, names the pages and ends before the whole")
    func progress() async throws {
        var writer = PDFWriter()
        for number in 1...60 {
            var page = PDFWriter.Page()
            page.lines((1...12).map { "Line \($0) of page \(number) says something of its own." }, x: 60, y: 80)
            writer.pages.append(page)
        }
        let id = await upload(writer.data())
        await run(service()) { await store.results[id] != nil }
        let reports = await store.progress[id] ?? []
        #expect(reports.map(\.fraction) == reports.map(\.fraction).sorted())
        #expect(reports.last.map { $0.pages == 60 && $0.fraction < 1 } == true)
    }

    @Test("a document that cannot be read fails with its reader's code")
    func unreadable() async {
        let encrypted = await upload(PDFWriter(pages: [PDFWriter.Page()], isEncrypted: true).data())
        let picture = await upload([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        await run(service()) { await store.failures.count == 2 }
        #expect(await store.failures[encrypted]?.code == "encrypted")
        #expect(await store.failures[picture]?.code == "unsupported_kind")
    }

    @Test("one bad document does not hold up the ones behind it")
    func badAmongGood() async {
        let first = await upload(manual)
        let bad = await upload(Array("%PDF-1.4\nnothing".utf8))
        let last = await upload(Array("Plain text that says something.".utf8), "note.txt")
        await run(service()) { await store.results.count + store.failures.count == 3 }
        #expect(await Set(store.results.keys) == [first, last])
        #expect(await store.failures[bad]?.code == "damaged")
    }

    @Test("a waking service takes up a new job without waiting for its poll")
    func wake() async {
        let service = service(poll: .seconds(3600))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await service.run() }
            try? await Task.sleep(for: .milliseconds(50))
            let id = await upload(manual)
            service.wake()
            while await store.results[id] == nil { try? await Task.sleep(for: .milliseconds(5)) }
            group.cancelAll()
        }
        #expect(await store.jobs.isEmpty)
    }

    @Test("a job whose document is cancelled stops and stores nothing")
    func cancelled() async {
        let extractor = StuckExtractor()
        let id = await upload(manual)
        await withTaskGroup(of: Void.self) { group in
            let service = service(extractor: extractor)
            group.addTask { try? await service.run() }
            for await _ in extractor.started.stream { break }
            #expect(await store.cancel(id, in: Self.business))
            // The next one gets the place of the one that was stopped.
            let next = await upload(manual)
            for await _ in extractor.started.stream { break }
            #expect(await store.jobs.values.map(\.document) == [next])
            group.cancelAll()
        }
        #expect(await store.results.isEmpty)
        #expect(await store.failures.isEmpty)
    }

    @Test("what was stored while the service was ended is found by its vectors all the same")
    func endedWhileStoring() async throws {
        _ = await upload(manual)
        let running = Task { [service = service()] in try? await service.run() }
        await store.setAfterStoring {
            running.cancel()
            // Everything that heeds the end has ended before the store answers.
            await Task { try? await Task.sleep(for: .milliseconds(100)) }.value
        }
        await running.value
        let query = try #require(try await HashingEmbedder().embed(["within 20 days"], for: .query).first)
        #expect(await index.search(query, in: Self.business, limit: 1, allowing: nil).count == 1)
    }

    @Test("a service that is shut down gives its job back to the next one")
    func shutdown() async throws {
        let extractor = StuckExtractor()
        let id = await upload(manual)
        let service = service(extractor: extractor)
        let group = ServiceGroup(
            services: [service], logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await _ in extractor.started.stream { break }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        let job = try #require(await store.jobs.values.first)
        #expect(job.leasedUntil <= .now())
        await run(self.service()) { await store.results[id] != nil }
        #expect(await store.claims == 2)
    }

    @Test("a job that was begun three times and never ended is given up")
    func attempts() async {
        let id = await upload(manual)
        await store.setAttempts(3)
        await run(service()) { await store.failures[id] != nil }
        #expect(await store.failures[id]?.code == "internal")
    }

    @Test("an embedder that is overloaded for a moment is asked again")
    func retries() async {
        let id = await upload(manual)
        await run(service(models: OneModel(embedder: UnreliableEmbedder([.overloaded, .timedOut])))) {
            await store.results[id] != nil
        }
        #expect(await store.failures.isEmpty)
    }

    @Test("S10: one business's silent endpoint holds up no other business's documents", arguments: [true, false])
    func silentEndpoint(isFound: Bool) async {
        for number in 1...6 { _ = await upload(Array("Silent text \(number).".utf8), "s.txt", to: Self.remote) }
        var others: [DocumentID] = []
        for number in 1...5 { others.append(await upload(Array("Plain text \(number).".utf8), "n.txt")) }
        let expected = Set(others)
        await run(service(models: SilentEndpoint(isFound: isFound))) { await store.results.count == expected.count }
        #expect(await Set(store.results.keys) == expected)
        #expect(await store.failures.isEmpty)
        // Three under way, and one at most that found no place: what waits is not extracted again and again.
        #expect(await (3...4).contains(store.claims - expected.count))
    }

    @Test("a model that cannot be found for a moment is looked for again, and one that never is fails the document")
    func finding() async {
        let id = await upload(manual)
        await run(service(models: UnreliableCatalog([.unreachable, .timedOut]))) { await store.results[id] != nil }
        #expect(await store.failures.isEmpty)
        let other = await upload(Array("Plain text.".utf8), "n.txt")
        await run(service(models: UnreliableCatalog([.unreachable, .unreachable, .unreachable]))) {
            await store.failures[other] != nil
        }
        #expect(await store.failures[other]?.code == "embedding_failed")
    }

    @Test(
        "an embedder that refuses fails the document with a code of its own",
        arguments: [
            [ModelError.Reason.refused],
            [.unreachable, .unreachable, .unreachable, .unreachable, .unreachable, .unreachable],
        ])
    func refusing(reasons: [ModelError.Reason]) async {
        let id = await upload(manual)
        await run(service(models: OneModel(embedder: UnreliableEmbedder(reasons)))) { await store.failures[id] != nil }
        #expect(await store.failures[id]?.code == "embedding_failed")
    }
}
