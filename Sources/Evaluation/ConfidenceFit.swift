import Answering

/// Fits the weights that `Answering` holds as constants: sets weigh the same whatever their size, and so do the known and
/// the unknown questions of a set, so that the confidence is even where both are equally likely.
public struct ConfidenceFit: Hashable, Sendable {
    /// A question put to a knowledge base that holds its answer, or does not.
    public struct Sample: Hashable, Sendable {
        public let set: String
        public let isKnown: Bool
        /// `ConfidenceFeatures.values`.
        public let features: [Double]

        public init(set: String, isKnown: Bool, features: [Double]) {
            self.set = set
            self.isKnown = isKnown
            self.features = features
        }
    }

    private struct Group: Hashable {
        let set: String
        let isKnown: Bool
    }

    /// The model, with its weights in the order of `ConfidenceFeatures.names`.
    public let model: LogisticFit

    /// - Parameters:
    ///   - samples: of the tuning part alone.
    ///   - weights: how much each set counts; 1 where it is not named.
    ///   - leftOut: of `ConfidenceFeatures.names`: features whose weight is to be 0.
    ///   - raise: logits to add to the fitted bias, where it is worse to decline a known question than to answer an
    ///     unknown one.
    /// - Returns: `nil` when there is nothing to learn from.
    public init?(
        _ samples: [Sample], weights: [String: Double] = [:], leftOut: Set<String> = [], raise: Double = 0,
        ridge: Double = 2e-4
    ) {
        let isUsed = ConfidenceFeatures.names.map { !leftOut.contains($0) }
        let sizes = Dictionary(samples.map { (Group(set: $0.set, isKnown: $0.isKnown), 1) }, uniquingKeysWith: +)
        let weighed = samples.map { sample in
            let size = sizes[Group(set: sample.set, isKnown: sample.isKnown)] ?? 1
            return LogisticFit.Sample(
                // The ridge keeps the weight of a feature that is always 0 at 0.
                features: zip(sample.features, isUsed).map { $1 ? $0 : 0 }, label: sample.isKnown,
                weight: (weights[sample.set] ?? 1) / Double(size))
        }
        guard let model = LogisticFit(weighed, ridge: ridge) else { return nil }
        self.model = model.raised(by: raise)
    }

    /// Weight by feature name, the bias last: what to write into `Confidence`.
    public var description: String {
        zip(ConfidenceFeatures.names + ["bias"], model.weights + [model.bias])
            .map { name, weight in name + ": " + String((weight * 100).rounded() / 100) }.joined(separator: "\n")
    }

    /// How the fit does on samples it has not seen: AUROC, and the shares of known and unknown questions at or above the
    /// default threshold.
    public func judgement(of set: String, _ samples: [Sample]) -> String {
        let known = samples.filter(\.isKnown).map { model.chance($0.features) }
        let unknown = samples.filter { !$0.isKnown }.map { model.chance($0.features) }
        func share(_ chances: [Double]) -> String {
            guard !chances.isEmpty else { return "-" }
            let answered = chances.count { $0 >= AnswererConfiguration.defaultThreshold }
            return String((1000 * Double(answered) / Double(chances.count)).rounded() / 1000)
        }
        let area = Metrics.areaUnderCurve(positives: known, negatives: unknown)
        return set + ": AUROC " + (area.map { String(($0 * 10_000).rounded() / 10_000) } ?? "-")
            + ", answered of known " + share(known) + ", of unknown " + share(unknown)
    }
}
