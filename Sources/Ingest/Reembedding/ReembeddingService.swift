public import DeskModel
public import Logging
public import ServiceLifecycle

/// Brings every business to the embedding model that its settings ask for: makes the new vectors beside those that are
/// searched meanwhile, then has the business change over at once.
///
/// What is made is stored batch by batch, so that a restart goes on where it stopped.
public struct ReembeddingService: Service {
    private let businesses: any BusinessStore
    private let store: any ReembeddingStore
    private let models: any ModelCatalog
    private let index: any VectorSearch
    private let configuration: IngestConfiguration
    private let review: Review
    private let logger: Logger
    /// Chunks that are read, embedded and stored together.
    private static let batch = 128
    /// The same for endpoints of businesses' own, which may be slow: what is not stored is made again.
    private static let endpointBatch = 16
    private static let roundsBetweenThoroughOnes = 120
    /// Businesses with endpoints of their own that are embedded anew at once.
    private static let endpointsAtOnce = 4

    /// Has the last word before a business changes over, and is told when it has.
    public struct Review: Sendable {
        /// Whether the business may be served by the model, all of whose vectors are there. Asked again each round.
        public let allows: @Sendable (Business, any Embedder) async throws -> Bool
        /// The business is served by the model of this id from now on.
        public let served: @Sendable (Business, String) async throws -> Void

        public init(
            allows: @escaping @Sendable (Business, any Embedder) async throws -> Bool,
            served: @escaping @Sendable (Business, String) async throws -> Void
        ) {
            self.allows = allows
            self.served = served
        }

        /// Lets every change happen.
        public static let none = Review(allows: { _, _ in true }, served: { _, _ in })
    }

    public init(
        businesses: any BusinessStore, store: any ReembeddingStore, models: any ModelCatalog, index: any VectorSearch,
        configuration: IngestConfiguration = IngestConfiguration(), review: Review = .none, logger: Logger
    ) {
        self.review = review
        self.businesses = businesses
        self.store = store
        self.models = models
        self.index = index
        self.configuration = configuration
        self.logger = logger
    }

    /// Looks for businesses to bring to another model now and then, until cancelled or shut down.
    public func run() async throws {
        try? await cancelWhenGracefulShutdown {
            // Rounds apart from each other, so that a slow endpoint of one business holds up none without.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for isOwn in [false, true] { group.addTask { try await rounds(ofOwnEndpoints: isOwn) } }
                try await group.waitForAll()
            }
        }
    }

    private func rounds(ofOwnEndpoints isOwn: Bool) async throws {
        var rounds = 0
        while true {
            await round(isThorough: rounds.isMultiple(of: Self.roundsBetweenThoroughOnes), ofOwnEndpoints: isOwn)
            rounds += 1
            try await Task.sleep(for: configuration.reembeddingInterval)
        }
    }

    /// Brings every business nearer to the model it asks for, each for its turn. What fails is logged and left to the
    /// next round.
    ///
    /// - Parameter isThorough: also looks for single chunks that lack vectors, because their document was taken in while
    ///   the business changed over; that reads every chunk.
    public func round(isThorough: Bool) async {
        for isOwn in [false, true] { await round(isThorough: isThorough, ofOwnEndpoints: isOwn) }
    }

    /// Those without an endpoint of their own share a model, and take it one after the other.
    private func round(isThorough: Bool, ofOwnEndpoints isOwn: Bool) async {
        let places = Slots(count: isOwn ? Self.endpointsAtOnce : 1)
        var last: BusinessID?
        while !Task.isCancelled {
            do {
                let page = try await businesses.businesses(after: last, limit: 200)
                guard let end = page.last else { return }
                last = end.id
                await withDiscardingTaskGroup { group in
                    for business in page
                    where business.servedModel != nil && (business.settings.embedding != nil) == isOwn {
                        guard (try? await places.acquire()) != nil else { return }
                        group.addTask {
                            defer { places.release() }
                            // Read again: the other round, or the owner, may have changed it since the page was read.
                            guard let now = try? await businesses.business(business.id), now.servedModel != nil,
                                (now.settings.embedding != nil) == isOwn
                            else { return }
                            await bring(await seeingLanguages(of: now), isThorough)
                        }
                    }
                }
            } catch {
                if !Task.isCancelled { logger.error("businesses cannot be read", metadata: ["error": "\(error)"]) }
                return
            }
        }
    }

    /// The business as its languages have it: an automatic choice that they have overtaken is made anew, and kept before
    /// anything is done about it.
    private func seeingLanguages(of business: Business) async -> Business {
        guard business.automaticModel == nil, let start = models.embeddingDecision(for: business).start,
            start == .english
        else { return business }
        do {
            let use = try await businesses.languageUse(of: business.id)
            guard let model = AutomaticModel(seeing: use, startingWith: start) else { return business }
            try await businesses.keep(model, for: business.id)
            logger.info(
                "another language calls for another embedding model",
                metadata: [
                    "desk.business.id": "\(business.id)", "desk.model.name": "\(model.model.rawValue)",
                    "desk.language": "\(model.language)", "desk.cause": "\(model.cause.rawValue)",
                ])
            return try await businesses.business(business.id) ?? business
        } catch {
            if !Task.isCancelled { logger.warning("languages cannot be read", metadata: ["error": "\(error)"]) }
            return business
        }
    }

    private func bring(_ business: Business, _ isThorough: Bool) async {
        var logger = logger
        logger[metadataKey: "desk.business.id"] = "\(business.id)"
        do {
            let embedder = try await within(configuration.reembeddingPatience) {
                try await models.embedder(for: business)
            }
            if embedder.modelID == business.servedModel {
                guard isThorough, try await isLacking(business, embedder.modelID) else { return }
            }
            try await change(business, to: embedder, logger)
        } catch is CancellationError {
            return
        } catch {
            logger.warning("documents cannot be embedded anew, trying again later", metadata: ["error": "\(error)"])
        }
    }

    private func isLacking(_ business: Business, _ modelID: String) async throws -> Bool {
        try await !store.chunksLacking(modelID, in: business.id, limit: 1).isEmpty
    }

    private func change(_ business: Business, to embedder: any Embedder, _ logger: Logger) async throws {
        let metadata: Logger.Metadata = ["desk.model.id": "\(embedder.modelID)"]
        try await store.forgetVectors(
            exceptOf: [embedder.modelID, business.servedModel ?? embedder.modelID], in: business.id)
        let stage = EmbeddingStage(embedder: embedder, configuration: configuration)
        let chunker = Chunker(
            configuration: Chunker.Configuration(
                size: configuration.chunkSize, overlap: configuration.chunkOverlap,
                maximumTokens: embedder.maximumTokens),
            tokenCount: { embedder.tokenCount(of: $0) })
        let batch = business.settings.embedding == nil ? Self.batch : Self.endpointBatch
        var made = 0
        let end = ContinuousClock.now + configuration.reembeddingTurn
        while true {
            let lacking = try await store.chunksLacking(embedder.modelID, in: business.id, limit: batch)
            if lacking.isEmpty {
                let isChange = embedder.modelID != business.servedModel
                if isChange, try await !review.allows(business, embedder) { return }
                if let change = try await store.serve(
                    embedder.modelID, dimension: embedder.dimension, in: business.id)
                {
                    try await index.apply(change)
                    if isChange { try await review.served(business, embedder.modelID) }
                    logger.info(
                        "documents are searched by another model now",
                        metadata: metadata.merging(["desk.chunks": "\(made)"]) { $1 })
                    return
                }
                // A document came in meanwhile, or the business is gone.
                guard ContinuousClock.now < end, try await businesses.business(business.id) != nil else { return }
                continue
            }
            // What was made is kept: the next round goes on from there.
            if made > 0, ContinuousClock.now >= end { return }
            if made == 0 { logger.info("embedding documents anew", metadata: metadata) }
            let titles = Dictionary(lacking.map { ($0.chunk.id, $0.title) }, uniquingKeysWith: { first, _ in first })
            let embedded = try await within(configuration.reembeddingPatience) {
                try await stage.embed(
                    lacking.map(\.chunk), passage: { chunker.passage(of: $0, title: titles[$0.id] ?? "") },
                    progress: { _ in })
            }
            try await store.store(
                embedded.map {
                    ChunkVectors(chunk: $0.chunk.id, vector: $0.vector, sentenceVectors: $0.sentenceVectors)
                }, of: embedder.modelID, in: business.id)
            made += embedded.count
        }
    }
}
