import DeskModel
import Dispatch
import Synchronization

/// The models that run in this process, each loaded when it is first asked for and then kept.
public final class LocalEmbedders: Sendable {
    /// The English model's name.
    public static let english = "all-MiniLM-L6-v2"
    /// The name of the model for many languages, at about twice the cost.
    public static let multilingual = "multilingual-e5-small"
    /// All there are.
    public static let names = [english, multilingual]

    private let directory: String
    private let configuration: OpenVINOEmbedder.Configuration
    private let loaded = Mutex<[String: OpenVINOEmbedder]>([:])
    /// Loads one model at a time, off the cooperative pool, because that blocks.
    private let loading = DispatchQueue(label: "desk.models.load")

    /// - Parameter directory: the folder `ModelLocator` found.
    public init(directory: String, configuration: OpenVINOEmbedder.Configuration = .init()) {
        self.directory = directory
        self.configuration = configuration
    }

    /// The model of that name; the first call for it takes some tenths of a second.
    ///
    /// - Throws: `ModelError.notInstalled` when there is none or its files are missing; `ModelError.failed` with what the
    ///   engine says. A later call tries again.
    public func embedder(_ name: String) async throws -> OpenVINOEmbedder {
        if let known = loaded.withLock({ $0[name] }) { return known }
        return try await withCheckedThrowingContinuation { continuation in
            loading.async { continuation.resume(with: Result { try self.load(name) }) }
        }
    }

    /// The name of the model whose vectors carry this id (`Embedder.modelID`); `nil` when none that is installed does.
    /// Loads nothing.
    public func name(ofModelID id: String) -> String? {
        Self.names.first { (try? ModelManifest.read("\(directory)/\($0)"))?.id == id }
    }

    private func load(_ name: String) throws(ModelError) -> OpenVINOEmbedder {
        if let known = loaded.withLock({ $0[name] }) { return known }
        // Names reach here from a business's settings, and become part of a path.
        guard Self.names.contains(name) else {
            let names = Self.names.joined(separator: ", ")
            throw ModelError(.notInstalled, "there is no local model of that name, only \(names)")
        }
        let made = try OpenVINOEmbedder(models: directory, name: name, configuration: configuration)
        loaded.withLock { $0[name] = made }
        return made
    }
}
