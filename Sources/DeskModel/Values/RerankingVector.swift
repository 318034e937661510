/// What a second model makes of a chunk: the re-ranker weighs its cosines beside those of the model that is searched.
public struct RerankingVector: Hashable, Sendable {
    /// Names model and revision (`Embedder.modelID`).
    public let modelID: String
    /// Unit length, as many values as the model's dimension.
    public let vector: QuantizedVector

    public init(modelID: String, vector: QuantizedVector) {
        self.modelID = modelID
        self.vector = vector
    }
}
