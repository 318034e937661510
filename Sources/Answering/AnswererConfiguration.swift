/// What an operator can set for all businesses.
public struct AnswererConfiguration: Hashable, Sendable {
    /// Passages an answer is made of, 1...100.
    public var topK: Int
    /// Confidence in 0...1 below which the desk declines; a business may set its own.
    public var threshold: Double
    /// Tokens a language model may write.
    public var maximumTokens: Int
    /// 0...2.
    public var temperature: Double
    /// Time until a language model's first word, and between two.
    public var stallTimeout: Duration
    /// Time for a whole generated answer.
    public var generationTimeout: Duration
    /// Earlier messages shown to a language model.
    public var historyTurns: Int
    /// Time to find the embedding model, and to embed a question; then full text has to do.
    public var embeddingTimeout: Duration
    /// Time until the first word, and between two, of a question that a language model rewrites.
    public var rewriteStallTimeout: Duration
    /// Time for rewriting a question; then the rules' rewriting counts.
    public var rewriteTimeout: Duration

    /// Slightly above even: a wrong answer costs a business more than an honest "I don't know".
    public static let defaultThreshold = 0.6

    public init(
        topK: Int = 5, threshold: Double = Self.defaultThreshold, maximumTokens: Int = 1000, temperature: Double = 0.7,
        stallTimeout: Duration = .seconds(15), generationTimeout: Duration = .seconds(60), historyTurns: Int = 8,
        embeddingTimeout: Duration = .seconds(10), rewriteStallTimeout: Duration = .seconds(2),
        rewriteTimeout: Duration = .seconds(4)
    ) {
        self.topK = max(1, min(100, topK))
        self.threshold = max(0, min(1, threshold))
        self.maximumTokens = max(1, maximumTokens)
        self.temperature = max(0, min(2, temperature))
        self.stallTimeout = stallTimeout
        self.generationTimeout = generationTimeout
        self.historyTurns = max(0, historyTurns)
        self.embeddingTimeout = embeddingTimeout
        self.rewriteStallTimeout = rewriteStallTimeout
        self.rewriteTimeout = rewriteTimeout
    }
}
