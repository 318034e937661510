/// What the re-ranker knows of one candidate, each in 0...1.
public struct RankingFeatures: Hashable, Sendable {
    /// Cosine between the worst found and a perfect one.
    public var dense = 0.0
    /// BM25 against the highest possible for the query.
    public var lexical = 0.0
    /// Share of the query's terms held, by inverse document frequency.
    public var coverage = 0.0
    /// Share of the query's neighbouring pairs of terms that stand close together here, by inverse document frequency.
    public var proximity = 0.0
    /// Share of the query's terms in title and headings, by inverse document frequency.
    public var heading = 0.0
    /// Cosine of the best sentence, on the scale of `dense`.
    public var sentence = 0.0

    /// All values in a fixed order, for fitting.
    public var values: [Double] { [dense, lexical, coverage, proximity, heading, sentence] }
    public static let names = ["dense", "lexical", "coverage", "proximity", "heading", "sentence"]
}

/// A linear model over the features.
struct RankingModel {
    let weights: [Double]

    func score(_ features: RankingFeatures) -> Double {
        zip(weights, features.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
