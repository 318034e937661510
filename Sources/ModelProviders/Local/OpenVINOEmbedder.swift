public import DeskModel
import Foundation
import Synchronization

/// Embeds with a sentence encoder on OpenVINO, in this process, on threads of its own.
///
/// Texts run one by one, unpadded, on as many threads as the engine has streams: measured faster than padded batches.
public final class OpenVINOEmbedder: Embedder {
    public struct Configuration: Hashable, Sendable {
        public var threads: Int
        /// Texts of each purpose that may wait.
        public var queueCapacity: Int
        /// Queries whose vectors are kept.
        public var cacheCapacity: Int

        public init(threads: Int = 2, queueCapacity: Int = 4_096, cacheCapacity: Int = 2_048) {
            self.threads = max(1, threads)
            self.queueCapacity = queueCapacity
            self.cacheCapacity = cacheCapacity
        }
    }

    public let modelID: String
    public let dimension: Int
    public let maximumTokens: Int
    private let manifest: ModelManifest
    private let tokenizer: WordPieceTokenizer
    private let queue: EmbeddingQueue
    private let cache: Mutex<QueryCache>

    /// Loads the model and starts the threads. Blocking: some tenths of a second.
    ///
    /// - Parameters:
    ///   - models: the folder `ModelLocator` found.
    ///   - name: the model's folder in it.
    /// - Throws: `ModelError.notInstalled`, `ModelError.failed`.
    public init(
        models: String, name: String = "all-MiniLM-L6-v2", configuration: Configuration = Configuration()
    ) throws(ModelError) {
        let directory = "\(models)/\(name)"
        let manifest = try ModelManifest.read(directory)
        let library = try EngineManifest.libraryPath(in: "\(models)/openvino")
        let tokenizer = try WordPieceTokenizer(vocabularyFile: "\(directory)/vocab.txt")
        let encoder = try EncoderHandle(
            library: library, model: "\(directory)/model.xml", threads: configuration.threads)
        self.manifest = manifest
        self.tokenizer = tokenizer
        modelID = manifest.id
        dimension = manifest.dimension
        maximumTokens = manifest.maximumTokens
        queue = EmbeddingQueue(capacity: configuration.queueCapacity)
        cache = Mutex(QueryCache(capacity: configuration.cacheCapacity))
        for number in 1...configuration.threads {
            let worker = EmbeddingWorker(queue: queue, encoder: encoder, tokenizer: tokenizer, manifest: manifest)
            let thread = Thread { worker.run() }
            thread.name = "embed-\(number)"
            thread.stackSize = 1 << 20
            thread.start()
        }
    }

    deinit { queue.close() }

    public func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        guard !texts.isEmpty else { return [] }
        let isSingleQuery = purpose == .query && texts.count == 1
        if isSingleQuery, let known = cache.withLock({ $0.vector(of: texts[0]) }) { return [known] }
        try Task.checkCancellation()
        let batch = EmbeddingBatch(texts)
        try queue.add(batch, for: purpose)
        let vectors = try await batch.wait()
        if isSingleQuery { cache.withLock { $0.insert(vectors[0], for: texts[0]) } }
        return vectors
    }

    public func tokenCount(of text: String) -> Int { tokenizer.count(of: text) }
}
