import DeskModel
import Dispatch
import ModelProviders
import Synchronization

/// The models in models/, each loaded when it is first needed and kept from then on.
final class LocalEmbedders: Sendable {
    private let directory: String
    private let loaded = Mutex<[LocalEmbeddingModel: OpenVINOEmbedder]>([:])
    /// Loading blocks for some tenths of a second, and one model is not to be loaded twice.
    private let loading = DispatchQueue(label: "desk.models.loading")

    /// - Parameter directory: the folder `ModelLocator` found.
    init(directory: String) { self.directory = directory }

    /// - Throws: `ModelError.notInstalled`, `ModelError.failed`.
    func embedder(_ model: LocalEmbeddingModel) async throws -> OpenVINOEmbedder {
        if let known = loaded.withLock({ $0[model] }) { return known }
        return try await withCheckedThrowingContinuation { continuation in
            loading.async { continuation.resume(with: Result { try self.load(model) }) }
        }
    }

    private func load(_ model: LocalEmbeddingModel) throws -> OpenVINOEmbedder {
        if let known = loaded.withLock({ $0[model] }) { return known }
        let embedder = try OpenVINOEmbedder(models: directory, name: model.rawValue)
        loaded.withLock { $0[model] = embedder }
        return embedder
    }
}
