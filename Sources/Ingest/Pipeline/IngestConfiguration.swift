/// How documents are taken in.
public struct IngestConfiguration: Hashable, Sendable {
    /// Characters per chunk (`CHUNK_SIZE`).
    public var chunkSize = 1000
    /// Characters a chunk repeats of the one before (`CHUNK_OVERLAP`).
    public var chunkOverlap = 200
    /// Documents under way at once that one model embeds: one being extracted, the others waiting for or using it.
    public var documentsAtOnce = 3
    /// Documents under way at once whose businesses have embedding endpoints of their own, all of them together.
    public var documentsAtEndpoints = 32
    /// Most texts in one call of the embedder: small enough that a customer's question does not wait long behind it.
    public var batchSize = 64
    /// Most characters in one call of the embedder.
    public var batchCharacters = 16_000
    /// Calls of the embedder under way at once, so that it never waits for us.
    public var batchesAtOnce = 2
    /// Claims of a job after which it is given up: what it does to us is not going to change.
    public var maximumAttempts = 3
    /// How long a claim holds without being renewed.
    public var lease: Duration = .seconds(60)
    /// How often a claim is renewed.
    public var heartbeat: Duration = .seconds(15)
    /// How often progress is stored at most.
    public var reportInterval: Duration = .milliseconds(400)
    /// How often waiting jobs are looked for even if nobody said that there are any.
    public var pollInterval: Duration = .seconds(5)
    /// Waits between tries when the embedder is overloaded or out of reach.
    public var retryDelays: [Duration] = [
        .seconds(1), .seconds(2), .seconds(5), .seconds(10), .seconds(20), .seconds(60), .seconds(120),
    ]

    /// How often businesses are looked for that ask for another embedding model than serves them.
    public var reembeddingInterval: Duration = .seconds(5)
    /// How long a business is embedded anew before the others have their turn.
    public var reembeddingTurn: Duration = .seconds(120)
    /// How long a model may take to be found, and to embed one batch of chunks, before it is left to the next round.
    public var reembeddingPatience: Duration = .seconds(600)
    /// How often chunks are looked for that lack the re-ranker's vector.
    public var rerankingInterval: Duration = .seconds(60)

    public init() {}
}
