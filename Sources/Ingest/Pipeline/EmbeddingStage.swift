import DeskModel
import Synchronization

/// Embeds the chunks of a document and their sentences.
struct EmbeddingStage {
    let embedder: any Embedder
    let configuration: IngestConfiguration

    /// - Parameters:
    ///   - withSentences: whether sentences get vectors of their own.
    ///   - progress: told the share that is done, 0...1.
    /// - Throws: `DocumentFailure` with `embedding_failed`; `CancellationError`.
    func embed(
        _ chunks: [Chunk], passage: (Chunk) -> String, withSentences: Bool = true,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws -> [EmbeddedChunk] {
        let plan = EmbeddingPlan(chunks, passage: passage, withSentences: withSentences)
        let passages = Set(plan.passages)
        var vectors = [[Float]?](repeating: nil, count: plan.texts.count)
        var quantized = [QuantizedVector?](repeating: nil, count: plan.texts.count)
        let total = max(1, plan.texts.reduce(0) { $0 + $1.utf8.count })
        var done = 0
        var waiting = plan.batches(size: configuration.batchSize, characters: configuration.batchCharacters)[...]
        try await withThrowingTaskGroup(of: ([Int], [[Float]]).self) { group in
            func startNext() {
                guard let batch = waiting.popFirst() else { return }
                let texts = batch.map { plan.texts[$0] }
                group.addTask { (batch, try await vectorsWithRetries(of: texts)) }
            }
            for _ in 0..<max(1, configuration.batchesAtOnce) { startNext() }
            while let (batch, results) = try await group.next() {
                startNext()
                for (index, vector) in zip(batch, results) {
                    if passages.contains(index) { vectors[index] = vector }
                    quantized[index] = QuantizedVector(vector)
                    done += plan.texts[index].utf8.count
                }
                progress(Double(done) / Double(total))
            }
        }
        return try zip(chunks, zip(plan.passages, plan.sentences)).map { chunk, indices in
            let (passage, sentences) = indices
            guard let vector = vectors[passage], let own = quantized[passage] else {
                throw Self.failure("a vector is missing")
            }
            return EmbeddedChunk(
                chunk: chunk, vector: vector, sentenceVectors: sentences.map { $0.flatMap { quantized[$0] } ?? own })
        }
    }

    private func vectorsWithRetries(of texts: [String]) async throws -> [[Float]] {
        let vectors: [[Float]]
        do {
            vectors = try await configuration.retrying { try await embedder.embed(texts, for: .passage) }
        } catch let error as ModelError {
            throw Self.failure(error.detail)
        }
        guard vectors.count == texts.count, vectors.allSatisfy(isSound) else {
            throw Self.failure("the model gave vectors of the wrong shape")
        }
        return vectors
    }

    private func isSound(_ vector: [Float]) -> Bool {
        vector.count == embedder.dimension && vector.allSatisfy(\.isFinite)
    }

    private static func failure(_ reason: String) -> DocumentFailure {
        DocumentFailure(
            code: "embedding_failed",
            message: "The text was read, but the embedding model failed: \(reason). Check the model, then upload again."
        )
    }
}
