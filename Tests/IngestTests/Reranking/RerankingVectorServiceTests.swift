import DeskModel
import Foundation
import Logging
import Storage
import Synchronization
import Testing
import VectorIndex

@testable import Ingest

/// Every business has the one embedder, and beside it a second that may be missing or fail.
private final class TwoModels: ModelCatalog {
    enum Second { case missing, failing, working }

    let first = HashingEmbedder(dimension: 32)
    let state = Mutex(Second.missing)

    func embedder(for business: Business) async throws -> any Embedder { first }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
    func rerankingModel(beside modelID: String) async -> RerankingModel? {
        guard modelID == first.modelID else { return nil }
        switch state.withLock({ $0 }) {
        case .missing: return nil
        case .failing: return RerankingModel(embedder: FailingEmbedder(), language: "en")
        case .working: return RerankingModel(embedder: HashingEmbedder(dimension: 64), language: "en")
        }
    }
}

private struct FailingEmbedder: Embedder {
    let modelID = "hashing-64"
    let dimension = 64
    let maximumTokens = 256
    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        throw ModelError(.failed, "out of order")
    }
    func tokenCount(of text: String) -> Int { 1 }
}

/// Over a real database and a real index.
@Suite("A second model's vectors", .timeLimit(.minutes(2)))
struct RerankingVectorServiceTests {
    private static let english = "Rye bread costs four euros, and it is always fresh from the oven in the morning."
    private static let german = "Das Roggenbrot kostet vier Euro, und am Morgen ist es immer frisch aus dem Ofen."
    private static let without = ["en": "none", "de": "none"]
    private static let with = ["en": "hashing-64", "de": "none"]
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private struct Parts {
        let store: SQLStore
        let catalog: TwoModels
        let service: RerankingVectorService
        let ingest: IngestService
        let business: BusinessID

        /// What the passages hold of the second model, by their language.
        func stored() async throws -> [String: String] {
            let vectors = try await store.vectors(of: business, modelID: "hashing-32", after: 0, limit: 99)
            return try await store.passages(vectors.map(\.id), in: business).reduce(into: [:]) {
                $0[$1.chunk.language] = $1.rerankingVector?.modelID ?? "none"
            }
        }
    }

    /// - Parameter second: while the two documents, one English, one German, are taken in.
    private func withParts(_ second: TwoModels.Second, _ body: (Parts) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "reranking-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await SQLStore.open(at: folder.path())
        let index = VectorIndexService(
            directory: folder.appending(path: "vectors").path(), source: store, logger: logger)
        let catalog = TwoModels()
        catalog.state.withLock { $0 = second }
        var configuration = IngestConfiguration()
        configuration.pollInterval = .milliseconds(20)
        configuration.retryDelays = []
        let parts = Parts(
            store: store, catalog: catalog,
            service: RerankingVectorService(
                businesses: store, store: store, models: catalog, configuration: configuration, logger: logger),
            ingest: IngestService(
                store: store, business: { try await store.business($0) }, models: catalog, index: index,
                extractor: ThreadExtractor(), configuration: configuration, logger: logger),
            business: try await store.createBusiness(name: "Bakery", settings: .init()).business.id)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await parts.ingest.run() }
            for (name, text) in [("en.txt", Self.english), ("de.txt", Self.german)] {
                let upload = DocumentUpload(business: parts.business, filename: name, content: Array(text.utf8))
                let id = try await store.accept(upload).document.id
                while try await store.document(id, in: parts.business)?.status != .ready {
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            group.cancelAll()
        }
        try await body(parts)
    }

    private func expect(_ parts: Parts, _ models: [String: String]) async throws {
        let stored = try await parts.stored()
        #expect(stored == models)
    }

    @Test("a document that is ready has the vectors of a second model, of passages in its language alone")
    func ingest() async throws {
        try await withParts(.working) { parts in
            try await expect(parts, Self.with)
        }
    }

    @Test(
        "a second model that fails costs a document nothing, and what it missed is made up for",
        arguments: [true, false])
    func madeUpFor(fails: Bool) async throws {
        try await withParts(fails ? .failing : .missing) { parts in
            try await expect(parts, Self.without)
            await parts.service.completeAll()
            try await expect(parts, Self.without)
            parts.catalog.state.withLock { $0 = .working }
            await parts.service.completeAll()
            try await expect(parts, Self.with)
        }
    }

    @Test("a business whose documents did not change is not looked through again")
    func seen() async throws {
        try await withParts(.missing) { parts in
            let seen = await parts.service.round(after: [:])
            parts.catalog.state.withLock { $0 = .working }
            #expect(await parts.service.round(after: seen) == seen)
            try await expect(parts, Self.without)
            let documents = try await parts.store.documents(in: parts.business, after: nil, limit: 9)
            let german = try #require(documents.first(where: { $0.filename == "de.txt" }))
            _ = try await parts.store.delete(german.id, in: parts.business)
            let after = await parts.service.round(after: seen)
            #expect(after != seen)
            try await expect(parts, ["en": "hashing-64"])
        }
    }
}
