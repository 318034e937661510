import DeskModel
import ModelProviders
import Synchronization
import Transfer

/// The models a business uses: its own endpoints and models, else the operator's; no language model without either.
final class LiveModelCatalog: ModelCatalog {
    private struct State {
        var embedders: [ModelEndpoint: OpenAIEmbedder] = [:]
        var languageModels: [ModelEndpoint: OpenAILanguageModel] = [:]
    }

    private let local: LocalEmbedders
    private let defaultModel: EmbeddingModelChoice
    private let asksSecondModel: Bool
    private let embedding: ModelEndpoint?
    private let languageModel: ModelEndpoint?
    private let client = TransferClient()
    private let state = Mutex(State())

    /// - Parameters:
    ///   - defaultModel: of businesses that choose none.
    ///   - asksSecondModel: whether the re-ranker asks the English model beside the multilingual one.
    ///   - embedding: the operator's endpoint, which goes before any local model that a business did not choose itself.
    init(
        local: LocalEmbedders, defaultModel: EmbeddingModelChoice, asksSecondModel: Bool, embedding: ModelEndpoint?,
        languageModel: ModelEndpoint?
    ) {
        self.asksSecondModel = asksSecondModel
        self.local = local
        self.defaultModel = defaultModel
        self.embedding = embedding
        self.languageModel = languageModel
    }

    func embedder(for business: Business) async throws -> any Embedder {
        guard let endpoint = endpoint(for: business) else { return try await localEmbedder(for: business) }
        if let known = state.withLock({ $0.embedders[endpoint] }) { return known }
        let made = try await OpenAIEmbedder.discover(
            endpoint: endpoint, client: client, options: options(for: endpoint))
        return state.withLock { state in
            let embedder = state.embedders[endpoint] ?? made
            state.embedders[endpoint] = embedder
            return embedder
        }
    }

    /// What a tenant names may not reach into the operator's network; what the operator names may.
    private func options(for endpoint: ModelEndpoint) -> RemoteModelOptions {
        RemoteModelOptions(addresses: endpoint == embedding ? .operator : .publicOnly)
    }

    func embeddingDecision(for business: Business) -> EmbeddingDecision {
        guard let endpoint = endpoint(for: business) else {
            return EmbeddingDecision(of: business, server: defaultModel)
        }
        return EmbeddingDecision(
            model: endpoint.model, cause: business.settings.embedding == nil ? .server : .business)
    }

    /// A business that names a local model has that; one that leaves the choice to the server, what the operator named.
    private func endpoint(for business: Business) -> ModelEndpoint? {
        if let own = business.settings.embedding { return own }
        if case .model = business.settings.embeddingModel { return nil }
        return embedding
    }

    private func localEmbedder(for business: Business) async throws -> any Embedder {
        let decision = embeddingDecision(for: business)
        guard let model = LocalEmbeddingModel(rawValue: decision.model) else {
            throw ModelError(.notInstalled, "there is no model \(decision.model)")
        }
        guard let start = decision.start, start != model else { return try await local.embedder(model) }
        do {
            return try await local.embedder(model)
        } catch let error as ModelError where error.reason == .notInstalled {
            // A choice of ours must not cost a business its search.
            return try await local.embedder(start)
        }
    }

    func servingEmbedder(for business: Business) async throws -> any Embedder {
        guard let served = business.servedModel else { return try await embedder(for: business) }
        if let model = LocalEmbeddingModel(modelID: served), let embedder = try? await local.embedder(model),
            embedder.modelID == served
        {
            return embedder
        }
        // An endpoint that was named before a restart and is not named any more is unknown: until the documents are
        // embedded anew, they are found by their words.
        if let known = state.withLock({ $0.embedders.values.first { $0.modelID == served } }) { return known }
        // Before it was asked for the first time since the start, the stored vectors tell as much of it: an endpoint that
        // is out of reach then must not cost questions the search by words.
        if let endpoint = endpoint(for: business), let dimension = business.servedDimension {
            let kept = OpenAIEmbedder(
                endpoint: endpoint, dimension: dimension, client: client, options: options(for: endpoint))
            if kept.modelID == served { return kept }
        }
        return try await embedder(for: business)
    }

    /// What the weights were fitted for: the English model beside the multilingual one.
    func rerankingModel(beside modelID: String) async -> RerankingModel? {
        guard asksSecondModel, LocalEmbeddingModel(modelID: modelID) == .multilingual,
            let embedder = try? await local.embedder(.english)
        else { return nil }
        return RerankingModel(embedder: embedder, language: "en")
    }

    func languageModel(for business: Business) async throws -> (any LanguageModel)? {
        guard let endpoint = business.settings.languageModel ?? languageModel else { return nil }
        let options = RemoteModelOptions(addresses: endpoint == languageModel ? .operator : .publicOnly)
        return state.withLock { state in
            let model =
                state.languageModels[endpoint]
                ?? OpenAILanguageModel(endpoint: endpoint, client: client, options: options)
            state.languageModels[endpoint] = model
            return model
        }
    }
}
