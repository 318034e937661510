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
    /// Cosine of the second model between unrelated and perfect; where that has no vector of the candidate, what the
    /// first one says.
    public var second = 0.0

    /// All values in a fixed order, for fitting.
    public var values: [Double] { [dense, lexical, coverage, proximity, heading, sentence, second] }
    public static let names = ["dense", "lexical", "coverage", "proximity", "heading", "sentence", "second model"]
}

/// A linear model over the features.
struct RankingModel: Hashable, Sendable {
    /// In the order of `RankingFeatures.values`.
    let weights: [Double]

    /// For all-MiniLM-L6-v2 and models that are not known. Set by hand after a pairwise logistic fit on half of the
    /// articles of squad2, cranfield and of xquad in English, Spanish and Hindi, which did no better on the other half.
    static let general = RankingModel(weights: [0.30, 0.25, 0.20, 0.05, 0.05, 0.15, 0])

    /// For multilingual-e5-small: chosen among six weightings near the pairwise fits on the tuning halves of squad2,
    /// xquad in three languages, faquad-pt, policyqa, mtrag-un, covid-qa and cranfield. Mean nDCG@10 against `general`:
    /// tuning halves 0.829 to 0.827, the others 0.836 to 0.833; Spanish and Hindi questions to English passages have
    /// their passage first in 0.933 and 0.872 instead of 0.918 and 0.854 of the cases.
    static let e5 = RankingModel(weights: [0.37, 0.14, 0.14, 0.06, 0.03, 0.26, 0])

    /// For multilingual-e5-small with all-MiniLM-L6-v2 as the second model: near the coordinate-wise fits on the tuning
    /// halves of cranfield, policyqa, squad2, xquad-en, covid-qa, mtrag-un and scifact. Those gave the second model up to
    /// 0.30, which finds the document better still (mean nDCG@10 0.765 and, on the other halves, 0.772, against 0.754 and
    /// 0.767 without it) and the passage in a long article worse: with less of it and more of the best sentence the
    /// passage that comes first holds the answer about as often as without it (covid-qa 0.685 to 0.687, squad2 0.888 to
    /// 0.887, xquad-en 0.987 to 0.982; all questions in sight).
    static let e5BesideMiniLM = RankingModel(weights: [0.18, 0.06, 0.11, 0.06, 0.03, 0.33, 0.23])

    func score(_ features: RankingFeatures) -> Double {
        zip(weights, features.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
