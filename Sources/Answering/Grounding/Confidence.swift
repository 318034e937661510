import Foundation

/// The calibrated chance that the documents hold the answer: a logistic model over `ConfidenceFeatures`.
///
/// Fitted by `frontdesk eval --fit` (`Evaluation.ConfidenceFit`) on half of the articles of squad2 and of xquad in
/// English, Spanish and Hindi with all-MiniLM-L6-v2: half of those articles formed the knowledge base, questions about the
/// others were the unknown ones, repeated with three shuffles and with knowledge bases of twelve passages. On the other
/// articles: AUROC 0.986 to 0.998, at a threshold of one half 0.4 to 5.7 % of the unknown answered.
enum Confidence {
    /// In the order of `ConfidenceFeatures.values`.
    static let weights = [
        3.05, 3.57, 2.65, 2.56, 3.50, -1.67, 2.63, 2.64, 0.92, 1.90, 2.69, 0.11, 2.04, 2.85,
    ]
    static let bias = -6.76

    static func of(_ features: ConfidenceFeatures) -> Double {
        let sum = zip(weights, features.values).reduce(bias) { $0 + $1.0 * $1.1 }
        return 1 / (1 + exp(-sum))
    }
}
