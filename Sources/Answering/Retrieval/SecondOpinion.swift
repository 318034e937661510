import DeskModel

/// What a second embedding model says of the candidates.
struct SecondOpinion {
    let modelID: String
    private let similarity: SentenceSimilarity
    private let background: Double

    /// `nil` where the model was not asked about the question, or has seen none of the passages.
    init?(_ query: RetrievalQuery, _ passages: some Sequence<Passage>) {
        guard query.vector != nil, let question = query.reranking,
            passages.contains(where: { $0.rerankingVector?.modelID == question.modelID })
        else { return nil }
        modelID = question.modelID
        similarity = SentenceSimilarity(question.vector)
        background = EmbeddingProfile(modelID: question.modelID).background
    }

    /// Where the cosine stands between an unrelated passage's and a perfect one's, 0...1; `nil` where the model has not
    /// seen the passage.
    func share(of passage: Passage) -> Double? {
        guard let stored = passage.rerankingVector, stored.modelID == modelID,
            let cosine = similarity.cosine(stored.vector)
        else { return nil }
        return max(0, min(1, (cosine - background) / (1 - background)))
    }
}
