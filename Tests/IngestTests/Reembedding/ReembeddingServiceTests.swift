import DeskModel
import Foundation
import Logging
import Storage
import Synchronization
import Testing
import VectorIndex

@testable import Ingest

/// A catalog whose wanted model changes while it is used.
private final class ChangingCatalog: ModelCatalog {
    private let wanted: Mutex<HashingEmbedder>
    private let known: [HashingEmbedder]

    init(_ known: [HashingEmbedder]) {
        self.known = known
        wanted = Mutex(known[0])
    }

    func want(_ embedder: HashingEmbedder) { wanted.withLock { $0 = embedder } }
    func embedder(for business: Business) async throws -> any Embedder { wanted.withLock { $0 } }
    func servingEmbedder(for business: Business) async throws -> any Embedder {
        if let served = known.first(where: { $0.modelID == business.servedModel }) { return served }
        return try await embedder(for: business)
    }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
}

/// A server that prefers speed: businesses that leave the choice to it start with the English model.
private struct ChoosingCatalog: ModelCatalog {
    let english: HashingEmbedder
    let multilingual: HashingEmbedder

    func embeddingDecision(for business: Business) -> EmbeddingDecision {
        EmbeddingDecision(of: business, server: .model(.english))
    }
    func embedder(for business: Business) async throws -> any Embedder {
        embeddingDecision(for: business).model == LocalEmbeddingModel.english.rawValue ? english : multilingual
    }
    func servingEmbedder(for business: Business) async throws -> any Embedder {
        if let known = [english, multilingual].first(where: { $0.modelID == business.servedModel }) { return known }
        return try await embedder(for: business)
    }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
}

/// Once the models change, the endpoints of businesses' own say nothing.
private final class SilencedCatalog: ModelCatalog {
    private let old: HashingEmbedder
    private let new: HashingEmbedder
    private let isChanged = Mutex(false)

    init(_ old: HashingEmbedder, _ new: HashingEmbedder) { (self.old, self.new) = (old, new) }

    func change() { isChanged.withLock { $0 = true } }
    func embedder(for business: Business) async throws -> any Embedder {
        guard isChanged.withLock({ $0 }) else { return old }
        if business.settings.embedding != nil { try await Task.sleep(for: .seconds(3600)) }
        return new
    }
    func servingEmbedder(for business: Business) async throws -> any Embedder {
        business.servedModel == new.modelID ? new : old
    }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
}

/// Over a real database and a real index.
@Suite("Re-embedding", .timeLimit(.minutes(2)))
struct ReembeddingServiceTests {
    private let old = HashingEmbedder(dimension: 32)
    private let new = HashingEmbedder(dimension: 64)
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private func withParts(
        _ body: (SQLStore, VectorIndexService, ChangingCatalog, ReembeddingService, () -> IngestService) async throws
            -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "reembedding-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await SQLStore.open(at: folder.path())
        let index = VectorIndexService(
            directory: folder.appending(path: "vectors").path(), source: store, logger: logger)
        let catalog = ChangingCatalog([old, new])
        var configuration = IngestConfiguration()
        configuration.pollInterval = .milliseconds(20)
        // A service runs once.
        let ingest = { [configuration] in
            IngestService(
                store: store, business: { try await store.business($0) }, models: catalog, index: index,
                extractor: ThreadExtractor(), configuration: configuration, logger: logger)
        }
        let reembedding = ReembeddingService(
            businesses: store, store: store, models: catalog, index: index, configuration: configuration,
            logger: logger)
        try await body(store, index, catalog, reembedding, ingest)
    }

    private func ingest(_ text: String, into business: BusinessID, _ store: SQLStore, _ service: () -> IngestService)
        async throws
    {
        let upload = DocumentUpload(business: business, filename: "a.txt", content: Array(text.utf8))
        let id = try await store.accept(upload).document.id
        try await withThrowingTaskGroup(of: Void.self) { group in
            let service = service()
            group.addTask { try await service.run() }
            while try await store.document(id, in: business)?.status != .ready {
                try await Task.sleep(for: .milliseconds(5))
            }
            group.cancelAll()
        }
    }

    private func found(
        _ question: String, by embedder: HashingEmbedder, in business: BusinessID, _ index: VectorIndexService
    ) async throws -> Int {
        let vector = try await embedder.embed([question], for: .query)[0]
        return try await index.search(vector, of: embedder.modelID, in: business, limit: 9, allowing: nil).count
    }

    @Test("documents are found by the new model after the change, and by the old one until then")
    func wholeWay() async throws {
        try await withParts { store, index, catalog, reembedding, service in
            let business = try await store.createBusiness(name: "Bakery", settings: .init()).business.id
            try await ingest("Rye bread costs four euros.", into: business, store, service)
            catalog.want(new)
            // Taken in while the old model serves, so made with the old model.
            try await ingest("Wheat bread costs three euros.", into: business, store, service)
            #expect(try await found("rye bread", by: old, in: business, index) == 2)
            #expect(try await found("rye bread", by: new, in: business, index) == 0)

            await reembedding.round(isThorough: false)
            #expect(try await store.business(business)?.servedModel == new.modelID)
            #expect(try await found("rye bread", by: new, in: business, index) == 2)
            #expect(try await found("rye bread", by: old, in: business, index) == 0)
        }
    }

    @Test("a thorough round gives vectors to chunks that missed the change")
    func missed() async throws {
        try await withParts { store, index, catalog, reembedding, service in
            let business = try await store.createBusiness(name: "Bakery", settings: .init()).business.id
            try await ingest("Rye bread costs four euros.", into: business, store, service)
            let document = try await store.accept(
                DocumentUpload(business: business, filename: "b.txt", content: Array("Oat bread.".utf8))
            ).document.id
            let job = try #require(try await store.claimJob(now: .now(), lease: 60_000))
            let chunk = Chunk(
                document: document, ordinal: 0, text: "Oat bread.", sectionPath: [], pages: 1...1, characters: 0..<10,
                sentences: [], terms: "oat bread", language: "en")
            let vector = try await new.embed(["Oat bread."], for: .passage)[0]
            _ = try await store.complete(
                job,
                with: IngestResult(
                    title: "b", kind: .txt, pages: [DocumentPage(number: 1, text: "Oat bread.")],
                    chunks: [EmbeddedChunk(chunk: chunk, vector: vector, sentenceVectors: [])],
                    modelID: new.modelID, dimension: new.dimension, warnings: []))
            #expect(try await found("oat bread", by: old, in: business, index) == 1)
            await reembedding.round(isThorough: true)
            #expect(try await found("oat bread", by: old, in: business, index) == 2)
        }
    }

    @Test("a business whose model is chosen changes over with its first document in another language, and never back")
    func automatic() async throws {
        try await withParts { store, index, _, _, service in
            let catalog = ChoosingCatalog(english: old, multilingual: new)
            let isAllowed = Mutex(false)
            let reembedding = ReembeddingService(
                businesses: store, store: store, models: catalog, index: index,
                review: ReembeddingService.Review(
                    allows: { _, _ in isAllowed.withLock { $0 } }, served: { _, _ in }), logger: logger)
            func served(_ business: BusinessID) async throws -> String? {
                try await store.business(business)?.servedModel
            }
            let chosen = try await store.createBusiness(
                name: "Bakery", settings: BusinessSettings(embeddingModel: .automatic)
            ).business.id
            let fixed = try await store.createBusiness(name: "Other", settings: .init()).business.id
            let german = String(repeating: "Das Roggenbrot kostet vier Euro und ist immer frisch. ", count: 3)
            for business in [chosen, fixed] {
                try await ingest("Rye bread costs four euros, and it is always fresh.", into: business, store, service)
            }
            await reembedding.round(isThorough: false)
            #expect(try await served(chosen) == old.modelID)

            for business in [chosen, fixed] { try await ingest(german, into: business, store, service) }
            await reembedding.round(isThorough: false)
            let expected = AutomaticModel(model: .multilingual, cause: .documents, language: "de")
            #expect(try await store.business(chosen)?.automaticModel == expected)
            // Regression cases hold the change, not the choice.
            #expect(try await served(chosen) == old.modelID)
            #expect(try await found("Roggenbrot", by: old, in: chosen, index) == 2)
            isAllowed.withLock { $0 = true }
            await reembedding.round(isThorough: false)
            #expect(try await served(chosen) == new.modelID)
            #expect(try await found("Roggenbrot", by: new, in: chosen, index) == 2)
            #expect(try await served(fixed) == old.modelID)
            #expect(try await store.business(fixed)?.automaticModel == nil)

            for document in try await store.documents(in: chosen, after: nil, limit: 9) {
                let deleted = try await store.delete(document.id, in: chosen)
                if let change = deleted?.change { try await index.apply(change) }
            }
            try await ingest("Only English is left, and English it stays.", into: chosen, store, service)
            await reembedding.round(isThorough: true)
            #expect(try await served(chosen) == new.modelID)
        }
    }

    @Test("one business's silent endpoint holds up no other's change, and its own round ends")
    func silentEndpoint() async throws {
        try await withParts { store, index, _, _, _ in
            let catalog = SilencedCatalog(old, new)
            var configuration = IngestConfiguration()
            configuration.pollInterval = .milliseconds(20)
            configuration.reembeddingPatience = .milliseconds(200)
            let service = { [configuration] in
                IngestService(
                    store: store, business: { try await store.business($0) }, models: catalog, index: index,
                    extractor: ThreadExtractor(), configuration: configuration, logger: logger)
            }
            let endpoint = ModelEndpoint(baseURL: "https://e.example/v1", model: "m")
            let silent = try await store.createBusiness(name: "Silent", settings: BusinessSettings(embedding: endpoint))
                .business.id
            let other = try await store.createBusiness(name: "Bakery", settings: .init()).business.id
            for business in [silent, other] { try await ingest("Rye bread.", into: business, store, service) }
            catalog.change()
            let reembedding = ReembeddingService(
                businesses: store, store: store, models: catalog, index: index, configuration: configuration,
                logger: logger)
            await reembedding.round(isThorough: false)
            #expect(try await store.business(silent)?.servedModel == old.modelID)
            #expect(try await store.business(other)?.servedModel == new.modelID)
        }
    }

    @Test("the change of a business that is deleted on the way ends, and the next business's comes about")
    func deleted() async throws {
        try await withParts { store, index, catalog, _, service in
            let gone = try await store.createBusiness(name: "Gone", settings: .init()).business.id
            let other = try await store.createBusiness(name: "Bakery", settings: .init()).business.id
            for business in [gone, other] { try await ingest("Rye bread.", into: business, store, service) }
            catalog.want(new)
            let reembedding = ReembeddingService(
                businesses: store, store: store, models: catalog, index: index,
                review: ReembeddingService.Review(
                    allows: { business, _ in
                        if business.id == gone { _ = try await store.deleteBusiness(gone) }
                        return true
                    }, served: { _, _ in }), logger: logger)
            await reembedding.round(isThorough: false)
            #expect(try await store.business(gone) == nil)
            #expect(try await store.business(other)?.servedModel == new.modelID)
        }
    }

    @Test("a change that is not allowed waits, with the new vectors ready, and happens once it is")
    func held() async throws {
        try await withParts { store, index, catalog, _, service in
            let isAllowed = Mutex(false)
            let served = Mutex<[String]>([])
            let reembedding = ReembeddingService(
                businesses: store, store: store, models: catalog, index: index,
                review: ReembeddingService.Review(
                    allows: { _, _ in isAllowed.withLock { $0 } },
                    served: { _, model in served.withLock { $0.append(model) } }), logger: logger)
            let business = try await store.createBusiness(name: "Bakery", settings: .init()).business.id
            try await ingest("Rye bread costs four euros.", into: business, store, service)
            catalog.want(new)
            for _ in 0..<2 { await reembedding.round(isThorough: false) }
            #expect(try await store.business(business)?.servedModel == old.modelID)
            #expect(try await found("rye bread", by: old, in: business, index) == 1)
            #expect(try await store.chunksLacking(new.modelID, in: business, limit: 9).isEmpty)
            #expect(served.withLock { $0.isEmpty })
            isAllowed.withLock { $0 = true }
            await reembedding.round(isThorough: false)
            #expect(try await store.business(business)?.servedModel == new.modelID)
            #expect(served.withLock { $0 } == [new.modelID])
        }
    }
}
