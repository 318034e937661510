/// What a text is embedded for: some models prefix the two differently.
public enum EmbeddingPurpose: String, Hashable, Sendable { case query, passage }

/// Turns texts into unit vectors.
public protocol Embedder: Sendable {
    /// Names model and revision; vectors of different ids are never compared.
    var modelID: String { get }
    /// Values per vector.
    var dimension: Int { get }
    /// Tokens that fit; longer texts are cut by the model.
    var maximumTokens: Int { get }

    /// One unit-length vector of `dimension` values per text, in order. Waits its turn in a bounded queue.
    ///
    /// - Throws: `ModelError`; `CancellationError` when the task was cancelled while waiting.
    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]]

    /// How many tokens the text becomes, special tokens included; a cheap estimate where the model is remote.
    func tokenCount(of text: String) -> Int
}

/// Chooses a business's models from its settings; the composition root knows how to make them.
public protocol ModelCatalog: Sendable {
    /// The model that the business's settings ask for.
    func embedder(for business: Business) async throws -> any Embedder
    /// The model of the vectors that the business is served by now, as long as it can be had, else the one asked for:
    /// what questions, and documents taken in meanwhile, are to be embedded with.
    func servingEmbedder(for business: Business) async throws -> any Embedder
    /// The model that is asked a second time, beside the one of this id; `nil` where there is none.
    func rerankingModel(beside modelID: String) async -> RerankingModel?
    /// Which model the settings come to, and why.
    func embeddingDecision(for business: Business) -> EmbeddingDecision
    /// `nil` when the business has none: answers are then extracted.
    func languageModel(for business: Business) async throws -> (any LanguageModel)?
}

extension ModelCatalog {
    /// A catalog that has but one model for a business has no choice.
    public func servingEmbedder(for business: Business) async throws -> any Embedder {
        try await embedder(for: business)
    }

    /// A catalog of one model has no second.
    public func rerankingModel(beside modelID: String) async -> RerankingModel? { nil }

    /// A catalog that knows of no server's settings has those of the business.
    public func embeddingDecision(for business: Business) -> EmbeddingDecision {
        EmbeddingDecision(of: business, server: .automatic)
    }
}

/// Why a model could not do its work.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: String, Hashable, Sendable {
        case notInstalled, overloaded, refused, unreachable, timedOut, malformedReply, tooLong, failed
    }

    public let reason: Reason
    /// A sentence for the operator; holds no secrets and no user text.
    public let detail: String

    public init(_ reason: Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    public var description: String { "\(reason.rawValue): \(detail)" }
}
