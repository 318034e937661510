import DeskModel
import Dispatch
import Logging
import Synchronization

extension IngestService {
    /// Shares of the whole ingest that are done after each stage.
    private enum Share {
        static let extraction = 0.2
        static let chunking = 0.22
        static let embedding = 0.93
        static let reranking = 0.98
    }

    /// Extracts, chunks, embeds and stores. Releases the slot to extract as soon as that is done.
    func stages(of job: IngestJob, _ reporter: JobReporter) async throws -> IndexChange {
        let document = try await extract(job, reporter)
        guard let business = try await business(job.business) else { throw StoreError.jobLost }
        let embedder = try await embedder(for: business)
        let title = DocumentTitle.title(of: document, filename: job.filename)
        let chunker = Chunker(
            configuration: Chunker.Configuration(
                size: configuration.chunkSize, overlap: configuration.chunkOverlap,
                maximumTokens: embedder.maximumTokens),
            tokenCount: { embedder.tokenCount(of: $0) })
        let chunks = await offPool { chunker.chunks(of: document, document: job.document, title: title) }
        guard !chunks.isEmpty else {
            throw DocumentFailure(code: "no_text", message: "The document holds no text. Upload one that does.")
        }
        reporter.note(fraction: Share.chunking, pages: document.pages.count)
        let gate = gate(of: embedder)
        try await gate.acquire()
        defer { gate.release() }
        var embedded = try await EmbeddingStage(embedder: embedder, configuration: configuration).embed(
            chunks, passage: { chunker.passage(of: $0, title: title) }
        ) { done in
            reporter.note(fraction: Share.chunking + done * (Share.embedding - Share.chunking))
        }
        let reranking = try await rerankingVectors(
            of: chunks, beside: embedder.modelID, passage: { chunker.passage(of: $0, title: title) }, reporter)
        for (index, vector) in zip(embedded.indices, reranking) { embedded[index].rerankingVector = vector }
        try Task.checkCancellation()
        return try await store.complete(
            job,
            with: IngestResult(
                title: title, kind: document.kind,
                pages: document.pages.map { DocumentPage(number: $0.number, text: $0.text) }, chunks: embedded,
                modelID: embedder.modelID, dimension: embedder.dimension, warnings: document.warnings))
    }

    /// What a second model makes of the chunks; empty where there is none. One that fails costs the document nothing:
    /// `RerankingVectorService` asks it again.
    private func rerankingVectors(
        of chunks: [Chunk], beside modelID: String, passage: (Chunk) -> String, _ reporter: JobReporter
    ) async throws -> [RerankingVector?] {
        guard let model = await models.rerankingModel(beside: modelID) else { return [] }
        do {
            return try await RerankingStage(model: model, configuration: configuration).vectors(
                of: chunks, passage: passage
            ) { done in
                reporter.note(fraction: Share.embedding + done * (Share.reranking - Share.embedding))
            }
        } catch let error as DocumentFailure {
            logger.warning("the re-ranker's model failed", metadata: ["error": "\(error.message)"])
            return []
        }
    }

    private func extract(_ job: IngestJob, _ reporter: JobReporter) async throws -> ExtractedDocument {
        defer { extracting.release() }
        guard job.attempts < configuration.maximumAttempts else { throw DocumentFailure.internalFailure }
        return try await extractor.extract(job.content, filename: job.filename) { done, total in
            reporter.note(fraction: Share.extraction * Double(done) / Double(max(1, total)), pages: done)
        }
    }

    private func embedder(for business: Business) async throws -> any Embedder {
        do {
            return try await configuration.retrying { try await models.servingEmbedder(for: business) }
        } catch let error as ModelError {
            throw DocumentFailure(
                code: "embedding_failed",
                message:
                    "The text was read, but there is no embedding model: \(error.detail). "
                    + "Check the model, then upload again."
            )
        }
    }

    /// Runs long computations on threads of their own.
    private func offPool<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            chunkingQueue.async { continuation.resume(returning: body()) }
        }
    }

    private func gate(of embedder: any Embedder) -> Slots {
        embedding.withLock { gates in
            if let gate = gates[embedder.modelID] { return gate }
            let gate = Slots(count: 1)
            gates[embedder.modelID] = gate
            return gate
        }
    }
}
