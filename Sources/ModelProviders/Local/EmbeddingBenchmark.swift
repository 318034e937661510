public import DeskModel

/// Measures an embedder on given texts, for comparisons with other engines on the same texts.
public enum EmbeddingBenchmark {
    /// What one run took.
    public struct Report: Hashable, Sendable, Codable {
        /// Texts embedded per second, all handed over at once.
        public let textsPerSecond: Double
        /// Tokens per second of the same run, as the model cuts them, special tokens included.
        public let tokensPerSecond: Double
        /// Milliseconds for one query at a time; median and 95th percentile.
        public let queryMedian: Double
        public let queryP95: Double
    }

    /// Embeds `texts` as passages once, then `queries` one after the other.
    ///
    /// - Parameters:
    ///   - texts: embedded as passages; some of them also beforehand, unmeasured, to warm the engine up.
    ///   - queries: different ones, or a cache answers.
    /// - Throws: what the embedder throws.
    public static func run(_ embedder: any Embedder, texts: [String], queries: [String]) async throws -> Report {
        _ = try await embedder.embed(Array(texts.prefix(8)), for: .passage)
        let clock = ContinuousClock()
        let bulk = try await clock.measure { _ = try await embedder.embed(texts, for: .passage) }
        let tokens = texts.reduce(0) { $0 + min(embedder.maximumTokens, embedder.tokenCount(of: $1)) }
        var latencies: [Double] = []
        for query in queries {
            let latency = try await clock.measure { _ = try await embedder.embed([query], for: .query) }
            latencies.append(latency / .milliseconds(1))
        }
        latencies.sort()
        return Report(
            textsPerSecond: Double(texts.count) / (bulk / .seconds(1)),
            tokensPerSecond: Double(tokens) / (bulk / .seconds(1)),
            queryMedian: latencies.isEmpty ? 0 : latencies[latencies.count / 2],
            queryP95: latencies.isEmpty ? 0 : latencies[latencies.count * 95 / 100])
    }
}
