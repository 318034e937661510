public import DeskModel
public import TextAnalysis

/// A question made ready for retrieval: its terms, its vector and what is known of both.
public struct RetrievalQuery: Sendable {
    /// The text that was analysed and embedded.
    public let text: String
    public let analysis: AnalyzedQuery
    /// Unit length; `nil` when no embedder could be asked, and full text has to do.
    public let vector: [Float]?
    /// The model that made the vector.
    public let modelID: String
    /// What is known of that model.
    public let profile: EmbeddingProfile
    /// What a second model makes of the question; `nil` where there is none, or it does not know the language.
    public let reranking: RerankingVector?

    public init(
        text: String, analysis: AnalyzedQuery, vector: [Float]?, modelID: String, reranking: RerankingVector? = nil
    ) {
        self.reranking = reranking
        self.text = text
        self.analysis = analysis
        self.vector = vector
        self.modelID = modelID
        profile = EmbeddingProfile(modelID: modelID)
    }

    /// How far the embedding model is made for the question's language, 0...1.
    var languageSupport: Double { profile.support(of: analysis.language) }
}
