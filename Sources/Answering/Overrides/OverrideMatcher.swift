import DeskModel
import Logging
import Synchronization

/// Finds the owner's answer to a question, keeping each business's FAQs ready in memory until they change.
final class OverrideMatcher: Sendable {
    private static let mostBusinesses = 500
    /// Wordings embedded for one question; what is left waits for the next.
    private static let mostEmbedded = 256
    /// The same while a customer waits: few enough to be done in time, so that each question gets further.
    private static let mostEmbeddedWaiting = 32

    private let store: any FAQStore
    private let models: any ModelCatalog
    /// How long a question waits for the model to be found, and for it to embed.
    private let patience: Duration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let known = Mutex<[BusinessID: OverrideIndex]>([:])

    init(
        store: any FAQStore, models: any ModelCatalog, patience: Duration, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.models = models
        self.patience = patience
        self.logger = logger
        self.now = now
    }

    /// The owner's answer that the question asks for; `nil` when the documents are to be asked.
    ///
    /// A question that leans on what was said before is matched by its words alone: its meaning is not its own.
    ///
    /// - Throws: what the store throws.
    func match(_ question: String, _ request: AnswerRequest) async throws -> OverrideIndex.Match? {
        let business = request.business
        guard business.faqRevision > 0 else { return nil }
        let embedder = await embedder(for: business)
        let index = try await index(for: business, embedder)
        let moment = now()
        if let match = index.exactMatch(question, at: moment) { return match }
        let standsAlone = FollowUp(question, history: request.history).searched == question
        guard standsAlone, index.mayMatch(question, at: moment), let embedder,
            let vector = await vectors(of: [question], embedder, patience)?.first
        else { return nil }
        return index.match(question, vector: vector, at: moment)
    }

    /// The approved FAQs that are not said at the moment.
    ///
    /// - Throws: what the store throws.
    func resting(in business: Business) async throws -> Set<FAQID> {
        guard business.faqRevision > 0 else { return [] }
        return try await index(for: business, await embedder(for: business)).resting(at: now())
    }

    /// Makes the vectors that a model has not made yet of a business's approved FAQs, all of them.
    ///
    /// - Throws: what the store throws.
    func prepare(_ business: Business, _ embedder: any Embedder) async throws {
        guard business.faqRevision > 0 else { return }
        var lacking = Int.max
        while lacking > 0 {
            try Task.checkCancellation()
            let left = try await load(business, embedder, nil).lackingVectors.count
            // No progress: the model cannot be asked now.
            guard left < lacking else { return }
            lacking = left
        }
    }

    private func index(for business: Business, _ embedder: (any Embedder)?) async throws -> OverrideIndex {
        let model = embedder?.modelID ?? ""
        let held = known.withLock { $0[business.id] }
        if let held, held.revision >= business.faqRevision, held.modelID == model { return held }
        let loaded = try await load(business, embedder, patience)
        if loaded.lackingVectors.isEmpty {
            known.withLock { known in
                if known.count >= Self.mostBusinesses, known[business.id] == nil { known.removeAll() }
                known[business.id] = loaded
            }
        }
        return loaded
    }

    private func load(
        _ business: Business, _ embedder: (any Embedder)?, _ patience: Duration?
    ) async throws -> OverrideIndex {
        let model = embedder?.modelID ?? ""
        let approved = try await store.approvedFAQs(in: business.id, modelID: model)
        let index = OverrideIndex(approved, modelID: model)
        let most = patience == nil ? Self.mostEmbedded : Self.mostEmbeddedWaiting
        let lacking = Array(index.lackingVectors.prefix(most))
        guard !lacking.isEmpty, let embedder, let made = await vectors(of: lacking.map(\.text), embedder, patience)
        else {
            return index
        }
        let vectors = zip(lacking, made).map { PhrasingVector(faq: $0.faq, phrasing: $0.phrasing, vector: $1) }
        try await store.store(vectors, of: model, in: business.id)
        return OverrideIndex(
            ApprovedFAQs(revision: approved.revision, faqs: approved.faqs, vectors: approved.vectors + vectors),
            modelID: model)
    }

    /// Without a model that works, the same words still match.
    private func embedder(for business: Business) async -> (any Embedder)? {
        do {
            return try await within(patience) { [models] in try await models.servingEmbedder(for: business) }
        } catch {
            logger.warning("no embedding model, matching FAQs by words alone", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// - Parameter patience: `nil` where no customer waits.
    private func vectors(of texts: [String], _ embedder: any Embedder, _ patience: Duration?) async -> [[Float]]? {
        do {
            guard let patience else { return try await embedder.embed(texts, for: .query) }
            return try await within(patience) { try await embedder.embed(texts, for: .query) }
        } catch {
            logger.warning("embedding failed, matching FAQs by words alone", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
