public import DeskModel
import Foundation
import Synchronization

/// Embeds with a sentence encoder on OpenVINO, in this process, on threads of its own: all-MiniLM-L6-v2 (English) or
/// multilingual-e5-small (a hundred languages, at about twice the cost).
///
/// Texts run one by one, hardly padded, on as many threads as the engine has streams: measured faster than batches.
/// Longer texts than `maximumTokens` are cut there; an empty text has a vector too.
public final class OpenVINOEmbedder: Embedder {
    /// How much of the machine the embedder may use.
    public struct Configuration: Hashable, Sendable {
        /// Texts encoded at the same time, each on one thread.
        public var threads: Int
        /// Waiting queries from which on another is refused as `overloaded`.
        public var queryCapacity: Int
        /// The same of passages; a single call of more is taken whole when it is the first.
        public var passageCapacity: Int
        /// Queries whose vectors are kept (about 2 KiB each).
        public var cacheCapacity: Int

        /// - Parameter threads: as many as there are cores, up to 8, unless given.
        public init(
            threads: Int? = nil, queryCapacity: Int = 512, passageCapacity: Int = 4_096, cacheCapacity: Int = 1_024
        ) {
            self.threads = max(1, threads ?? min(8, ProcessInfo.processInfo.activeProcessorCount))
            self.queryCapacity = max(1, queryCapacity)
            self.passageCapacity = max(1, passageCapacity)
            self.cacheCapacity = max(0, cacheCapacity)
        }
    }

    public let modelID: String
    public let dimension: Int
    public let maximumTokens: Int
    private let manifest: ModelManifest
    private let tokenizer: any Tokenizer
    private let queue: EmbeddingQueue
    private let cache: Mutex<QueryCache>

    /// Loads the model and starts the threads. Blocking: some tenths of a second.
    ///
    /// - Parameters:
    ///   - models: the folder `ModelLocator` found.
    ///   - name: the model's folder in it.
    /// - Throws: `ModelError.notInstalled` when files are missing; `ModelError.failed` with what the engine says.
    public init(
        models: String, name: String = "all-MiniLM-L6-v2", configuration: Configuration = Configuration()
    ) throws(ModelError) {
        let directory = "\(models)/\(name)"
        let manifest = try ModelManifest.read(directory)
        let library = try EngineManifest.libraryPath(in: "\(models)/openvino")
        let tokenizer = try manifest.makeTokenizer(directory)
        let encoder = try EncoderHandle(
            library: library, model: "\(directory)/model.xml", threads: configuration.threads)
        self.manifest = manifest
        self.tokenizer = tokenizer
        modelID = manifest.id
        dimension = manifest.dimension
        maximumTokens = manifest.maximumTokens
        queue = EmbeddingQueue(
            queryCapacity: configuration.queryCapacity, passageCapacity: configuration.passageCapacity)
        cache = Mutex(QueryCache(capacity: configuration.cacheCapacity))
        let worker = EmbeddingWorker(queue: queue, encoder: encoder, tokenizer: tokenizer, manifest: manifest)
        for number in 1...configuration.threads {
            let thread = Thread { worker.run() }
            thread.name = "embed-\(number)"
            thread.start()
        }
    }

    deinit { queue.close() }

    public func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        guard !texts.isEmpty else { return [] }
        try Task.checkCancellation()
        let isSingleQuery = purpose == .query && texts.count == 1
        if isSingleQuery, let known = cache.withLock({ $0.vector(of: texts[0]) }) { return [known] }
        let batch = EmbeddingBatch(texts, for: purpose)
        try queue.add(batch)
        let vectors = try await withTaskCancellationHandler {
            try await batch.wait()
        } onCancel: {
            queue.remove(batch)
            batch.fail(CancellationError())
        }
        if isSingleQuery { cache.withLock { $0.insert(vectors[0], for: texts[0]) } }
        return vectors
    }

    /// How many tokens the text becomes as a passage, the model's prefix included.
    public func tokenCount(of text: String) -> Int { tokenizer.count(of: manifest.prefixed(text, for: .passage)) }
}
