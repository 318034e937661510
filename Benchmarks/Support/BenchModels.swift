import DeskModel
import Synchronization

/// Every business has these embedders and no language model.
struct BenchModels: ModelCatalog {
    let embedder: any Embedder
    /// What the re-ranker asks beside it.
    let second: RerankingModel?

    func embedder(for business: Business) -> any Embedder { embedder }
    func rerankingModel(beside modelID: String) -> RerankingModel? { second }
    func languageModel(for business: Business) -> (any LanguageModel)? { nil }
}

/// Notes what it is asked to embed.
final class RecordingEmbedder: Embedder {
    private let inner: any Embedder
    private let recorded = Mutex<[[String]]>([])

    init(_ inner: any Embedder) { self.inner = inner }

    /// The texts of each call, in order.
    var calls: [[String]] { recorded.withLock { $0 } }

    var modelID: String { inner.modelID }
    var dimension: Int { inner.dimension }
    var maximumTokens: Int { inner.maximumTokens }
    func tokenCount(of text: String) -> Int { inner.tokenCount(of: text) }

    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        recorded.withLock { $0.append(texts) }
        return try await inner.embed(texts, for: purpose)
    }
}
