public import DeskModel
public import Logging
public import ServiceLifecycle

/// Has the second model embed what it did not when it was taken in: documents from before there was one, from while it
/// failed, or of a business that another model served then.
public struct RerankingVectorService: Service {
    private let businesses: any BusinessStore
    private let store: any RerankingVectorStore
    private let models: any ModelCatalog
    private let configuration: IngestConfiguration
    private let logger: Logger
    /// Chunks that are read, embedded and stored together.
    private static let batch = 128

    public init(
        businesses: any BusinessStore, store: any RerankingVectorStore, models: any ModelCatalog,
        configuration: IngestConfiguration = IngestConfiguration(), logger: Logger
    ) {
        self.businesses = businesses
        self.store = store
        self.models = models
        self.configuration = configuration
        self.logger = logger
    }

    /// Looks for chunks that lack a vector now and then, until cancelled or shut down.
    public func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var seen: [BusinessID: Int64] = [:]
            while true {
                seen = await round(after: seen)
                try await Task.sleep(for: configuration.rerankingInterval)
            }
        }
    }

    /// Embeds what lacks a vector, once.
    public func completeAll() async { _ = await round(after: [:]) }

    /// Embeds what lacks a vector, business by business.
    ///
    /// - Parameter seen: the generation of each business's chunks that was looked through already.
    /// - Returns: the same after this round, of the businesses that are left.
    func round(after seen: [BusinessID: Int64]) async -> [BusinessID: Int64] {
        var now: [BusinessID: Int64] = [:]
        var last: BusinessID?
        while !Task.isCancelled {
            do {
                let page = try await businesses.businesses(after: last, limit: 200)
                guard let end = page.last else { return now }
                last = end.id
                for business in page {
                    if seen[business.id] != business.generation { await complete(business) }
                    now[business.id] = business.generation
                }
            } catch {
                if !Task.isCancelled { logger.error("businesses cannot be read", metadata: ["error": "\(error)"]) }
                return seen
            }
        }
        return seen
    }

    private func complete(_ business: Business) async {
        guard let served = business.servedModel, let model = await models.rerankingModel(beside: served) else { return }
        do {
            let made = try await embed(business, with: model)
            guard made > 0 else { return }
            logger.info(
                "documents were embedded for the re-ranker",
                metadata: ["desk.business.id": "\(business.id)", "desk.chunks": "\(made)"])
        } catch {
            // Until then those passages are ranked by the one model that embedded them.
            if Task.isCancelled { return }
            logger.warning(
                "documents cannot be embedded for the re-ranker; this is tried again when they change, and at the next start",
                metadata: ["desk.business.id": "\(business.id)", "error": "\(error)"])
        }
    }

    /// - Returns: how many chunks were embedded.
    private func embed(_ business: Business, with model: RerankingModel) async throws -> Int {
        let stage = RerankingStage(model: model, configuration: configuration)
        let chunker = Chunker(
            configuration: Chunker.Configuration(
                size: configuration.chunkSize, overlap: configuration.chunkOverlap,
                maximumTokens: model.embedder.maximumTokens),
            tokenCount: { model.embedder.tokenCount(of: $0) })
        var made = 0
        while true {
            let lacking = try await store.chunksLackingReranking(
                by: model.embedder.modelID, language: model.language, in: business.id, limit: Self.batch)
            if lacking.isEmpty { return made }
            let titles = Dictionary(lacking.map { ($0.chunk.id, $0.title) }, uniquingKeysWith: { first, _ in first })
            let vectors = try await stage.vectors(
                of: lacking.map(\.chunk), passage: { chunker.passage(of: $0, title: titles[$0.id] ?? "") })
            try await store.storeReranking(
                zip(lacking, vectors).compactMap { lacking, made in made.map { (lacking.chunk.id, $0.vector) } },
                by: model.embedder.modelID, in: business.id)
            made += lacking.count
        }
    }
}
