import Foundation

/// The calibrated chance that the documents hold the answer.
enum Confidence {
    static func of(_ features: ConfidenceFeatures) -> Double { features.model.chance(features.values) }
}

/// A logistic model over `ConfidenceFeatures`, fitted with `Evaluation.ConfidenceFit`: half of a set's articles form the
/// knowledge base, and questions about the others are the unknown ones.
struct ConfidenceModel: Hashable, Sendable {
    /// In the order of `ConfidenceFeatures.values`.
    let weights: [Double]
    let bias: Double

    /// 0...1.
    func chance(_ features: [Double]) -> Double {
        1 / (1 + exp(-zip(weights, features).reduce(bias) { $0 + $1.0 * $1.1 }))
    }

    /// For all-MiniLM-L6-v2, models that are not known, and words alone.
    ///
    /// Fitted on half of the articles of squad2 and of xquad in English, Spanish and Hindi with all-MiniLM-L6-v2, in
    /// three shuffles, and again with knowledge bases of twelve passages; and, at 0.3 of a set's weight, on 34 short
    /// questions about the hotel of the tests. On the other articles: AUROC 0.992, 0.998, 0.987 and 0.985; at the default
    /// threshold 1.7, 0.6, 4 and 1 % of the unknown and 95, 98, 94 and 88 % of the known are answered.
    static let general = ConfidenceModel(
        weights: [
            2.24, 3.24, 1.90, 2.03, 2.98, -0.81, 2.13, 1.89, 1.19, 1.64, 3.22, -0.74, 2.21, 3.33, 2.82, 0.99,
        ], bias: -6.37)

    /// For multilingual-e5-small.
    ///
    /// Fitted on the tuning halves of squad2 and of xquad in English and Spanish, each in both halves of its articles, with
    /// the answerable questions of policyqa, covid-qa and mtrag-un as known ones at half a set's weight. On the other
    /// halves: AUROC 0.998, 1.000 and 0.999; at the default threshold 2.6, 0.3 and 0.6 % of the unknown and 98, 96 and
    /// 98 % of the known are answered.
    static let e5 = ConfidenceModel(
        weights: [
            6.89, 7.10, 0.74, 1.89, 1.39, -0.56, 0.35, 2.77, 0.32, 0, 0, 0, 0, 0, 1.87, 2.95,
        ], bias: -7.23)
}
