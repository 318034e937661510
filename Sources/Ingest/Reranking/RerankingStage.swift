import DeskModel

/// Has a second model embed the chunks in its language, for the re-ranker.
struct RerankingStage {
    let model: RerankingModel
    let configuration: IngestConfiguration

    /// One per chunk, in order; `nil` where the model does not know the chunk's language.
    ///
    /// - Parameter progress: told the share that is done, 0...1.
    /// - Throws: `DocumentFailure` with `embedding_failed`; `CancellationError`.
    func vectors(
        of chunks: [Chunk], passage: (Chunk) -> String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> [RerankingVector?] {
        let known = chunks.indices.filter { chunks[$0].language == model.language }
        let made = try await EmbeddingStage(embedder: model.embedder, configuration: configuration).embed(
            known.map { chunks[$0] }, passage: passage, withSentences: false, progress: progress)
        var vectors = [RerankingVector?](repeating: nil, count: chunks.count)
        for (index, embedded) in zip(known, made) {
            vectors[index] = RerankingVector(
                modelID: model.embedder.modelID, vector: QuantizedVector(embedded.vector))
        }
        return vectors
    }
}
