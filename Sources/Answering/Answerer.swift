public import DeskModel
public import Logging
import TextAnalysis

/// Answers customers' questions from a business's documents, or says that it cannot.
public struct Answerer: Sendable {
    private(set) var models: any ModelCatalog
    let retriever: Retriever
    /// `nil` where owners have no answers of their own.
    let overrides: OverrideMatcher?
    let configuration: AnswererConfiguration
    let logger: Logger
    /// What tells which documents hold by now.
    let now: @Sendable () -> Timestamp

    /// - Parameter now: tells the time.
    public init(
        models: any ModelCatalog, passages: any PassageStore, vectorSearch: any VectorSearch,
        faqs: (any FAQStore)? = nil, configuration: AnswererConfiguration = AnswererConfiguration(), logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.models = models
        retriever = Retriever(passageStore: passages, vectorSearch: vectorSearch)
        overrides = faqs.map {
            OverrideMatcher(
                store: $0, models: models, patience: configuration.embeddingTimeout, logger: logger, now: now)
        }
        self.configuration = configuration
        self.logger = logger
        self.now = now
    }

    /// The same answerer without a language model: what it says depends on what is found alone.
    func extracting() -> Answerer {
        var extracting = self
        extracting.models = WithoutLanguageModel(others: models)
        return extracting
    }

    /// The answer as it comes about. Ending the iteration stops all work for it, a language model's request included.
    ///
    /// The stream throws what the stores throw; no question makes it throw.
    public func events(for request: AnswerRequest) -> AsyncThrowingStream<AnswerEvent, any Error> {
        AsyncThrowingStream { continuation in
            // A stream outlives the call that makes it, so its work needs a task of its own; its end is the task's.
            let work = Task {
                do {
                    let (answer, receipt) = try await run(request) { continuation.yield(.delta($0)) }
                    continuation.yield(.final(answer, receipt))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in work.cancel() }
        }
    }

    /// The whole answer at once.
    ///
    /// - Throws: what the stores throw; `CancellationError`.
    public func answer(_ request: AnswerRequest) async throws -> (Answer, Receipt) {
        try await run(request) { _ in }
    }

    /// The passages for a query, best first.
    ///
    /// - Parameters:
    ///   - history: what was said before, oldest first: what the query refers back to is taken from it.
    ///   - limit: cut to 1...100.
    ///   - filter: passages that do not pass it are not found.
    /// - Throws: what the stores throw.
    public func search(
        _ query: String, history: [Message] = [], in business: Business, limit: Int,
        filter: PassageFilter = .customers
    ) async throws -> [Passage] {
        let text = QuestionText(query)
        guard text.isSayingSomething else { return [] }
        let query = try await inNativeScript(FollowUp(text.text, history: history).searched, business).text
        return try await retrieve(query, business, limit: limit, filter: filter).retrieval.passages
    }

    /// What retrieval and the search for evidence know of a question, for the owner who asks why and for fitting
    /// (`frontdesk fit`).
    ///
    /// - Parameter limit: of the passages, cut to 1...100; evidence and confidence come from as many as an answer uses.
    /// - Throws: what the stores throw.
    public func inspect(_ request: AnswerRequest, limit: Int = Retriever.mostPassages) async throws -> Inspection {
        let question = QuestionText(request.question).text
        let query = try await inNativeScript(
            FollowUp(question, history: request.history).searched, request.business
        ).text
        let retrieval = try await retrieve(query, request.business, limit: limit, filter: request.filter).retrieval
        let used = retrieval.prefix(passages(for: request.business))
        let evidence = EvidenceFinder(question: query, retrieval: used).evidence()
        return Inspection(
            query: query, retrieval: retrieval, evidence: evidence, features: ConfidenceFeatures(query, used, evidence))
    }

    /// How many passages an answer is made of.
    func passages(for business: Business) -> Int {
        max(1, min(Retriever.mostPassages, business.settings.topK ?? configuration.topK))
    }

    /// Embeds and retrieves. Without an embedder that works in time full text has to do.
    func retrieve(
        _ text: String, _ business: Business, limit: Int, filter: PassageFilter
    ) async throws -> (retrieval: Retrieval, modelID: String) {
        let analysis = retriever.analysis(of: text, in: business.id)
        // The model works on one core while the database does on another.
        async let matches = retriever.matches(of: analysis, in: business.id, filter: filter)
        var modelID = business.servedModel ?? ""
        var vector: [Float]?
        var reranking: RerankingVector?
        do {
            let embedder = try await servingEmbedder(for: business)
            modelID = embedder.modelID
            async let second = rerankingVector(of: text, in: analysis.language, beside: embedder.modelID)
            vector = try await within(configuration.embeddingTimeout) {
                try await embedder.embed([text], for: .query).first
            }
            reranking = await second
        } catch let error as ModelError {
            logger.warning(
                "embedding failed, searching by words alone",
                metadata: ["desk.model.reason": "\(error.reason.rawValue)"])
        }
        let query = RetrievalQuery(
            text: text, analysis: analysis, vector: vector, modelID: modelID, reranking: reranking)
        let retrieval = try await retriever.passages(
            for: query, matches: matches, in: business.id, limit: limit, filter: filter)
        return (retrieval, modelID)
    }

    /// What a second model makes of a question in its language. Where it fails or is late the first one's cosines stand.
    private func rerankingVector(
        of text: String, in language: String, beside modelID: String
    ) async -> RerankingVector? {
        guard let model = await models.rerankingModel(beside: modelID), model.knows(questionIn: language) else {
            return nil
        }
        do {
            let vector = try await within(configuration.embeddingTimeout) {
                try await model.embedder.embed([text], for: .query).first
            }
            return vector.map { RerankingVector(modelID: model.embedder.modelID, vector: QuantizedVector($0)) }
        } catch {
            if !Task.isCancelled {
                logger.warning("the re-ranker's model failed", metadata: ["desk.model.reason": "\(error)"])
            }
            return nil
        }
    }

    /// What a business's questions are embedded with.
    ///
    /// - Throws: `ModelError` where it cannot be had in time; `CancellationError`.
    func servingEmbedder(for business: Business) async throws -> any Embedder {
        try await within(configuration.embeddingTimeout) { try await models.servingEmbedder(for: business) }
    }
}

/// A catalog with another's embedders and no language model.
private struct WithoutLanguageModel: ModelCatalog {
    let others: any ModelCatalog

    func embedder(for business: Business) async throws -> any Embedder { try await others.embedder(for: business) }
    func servingEmbedder(for business: Business) async throws -> any Embedder {
        try await others.servingEmbedder(for: business)
    }
    func rerankingModel(beside modelID: String) async -> RerankingModel? {
        await others.rerankingModel(beside: modelID)
    }
    func embeddingDecision(for business: Business) -> EmbeddingDecision { others.embeddingDecision(for: business) }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
}
