/// An embedding model that runs in the server, by the name of its folder in models/.
public enum LocalEmbeddingModel: String, Hashable, Sendable, Codable, CaseIterable {
    /// Knows English only, at half the cost.
    case english = "all-MiniLM-L6-v2"
    /// Knows a hundred languages, and finds across them.
    case multilingual = "multilingual-e5-small"

    /// The model that made vectors of this id (`Embedder.modelID`); `nil` when it was none of these.
    public init?(modelID: String) {
        self.init(rawValue: String(modelID.prefix { $0 != "@" }))
    }
}
