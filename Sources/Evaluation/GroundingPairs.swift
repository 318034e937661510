import Answering
public import Foundation

/// Claims with evidence and a judge's label, for measuring the check of generated sentences.
public struct GroundingPairs: Sendable {
    /// A line of `pairs.jsonl`.
    public struct Pair: Decodable, Sendable {
        public let id: String
        public let claim: String
        public let evidence: String
        /// `SUPPORTS` or anything else.
        public let label: String
    }

    /// What came of it; `nil` where a set has no pairs of one kind.
    public struct Report: Encodable, Sendable {
        public let set: String
        public let pairs: Int
        public let supported: Int
        /// Of the verdicts against the labels, 0...1.
        public let accuracy: Double?
        /// The chance that a supported claim scores above another, 0...1.
        public let areaUnderCurve: Double?
        /// Share of the supported claims that pass, and of the others.
        public let passedOfSupported: Double?
        public let passedOfOthers: Double?
    }

    public let name: String
    public let pairs: [Pair]

    /// Whether the folder holds pairs instead of questions.
    public static func stand(in folder: URL) -> Bool { JSONLines.exists("pairs", in: folder) }

    /// - Throws: `EvaluationSetError`.
    public static func read(_ folder: URL) throws -> GroundingPairs {
        GroundingPairs(name: folder.lastPathComponent, pairs: try JSONLines.read("pairs", Pair.self, in: folder))
    }

    /// The pairs of one half; those of one claim stay together.
    public func part(_ part: EvaluationPart) -> GroundingPairs {
        guard part != .all else { return self }
        return GroundingPairs(name: name, pairs: pairs.filter { EvaluationPart(group: $0.claim) == part })
    }

    /// Judges every pair, one after the other.
    public func report() -> Report {
        let scored = pairs.map { ($0.label == "SUPPORTS", SupportScore(of: $0.claim, in: $0.evidence)) }
        let positives = scored.filter(\.0).map(\.1)
        let negatives = scored.filter { !$0.0 }.map(\.1)
        func passed(_ scores: [SupportScore]) -> Double? { Metrics.mean(scores.map { $0.isSupported ? 1 : 0 }) }
        return Report(
            set: name, pairs: pairs.count, supported: positives.count,
            accuracy: Metrics.mean(scored.map { $0.0 == $0.1.isSupported ? 1 : 0 }),
            areaUnderCurve: Metrics.areaUnderCurve(
                positives: positives.map(\.value), negatives: negatives.map(\.value)),
            passedOfSupported: passed(positives), passedOfOthers: passed(negatives))
    }
}

extension GroundingPairs.Report: CustomStringConvertible {
    /// A line for people.
    public var description: String {
        func ratio(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "-" }
        return "\(set)  pairs \(pairs) (\(supported) supported)  accuracy \(ratio(accuracy))  AUROC "
            + "\(ratio(areaUnderCurve))  passed \(ratio(passedOfSupported)) of supported, "
            + "\(ratio(passedOfOthers)) of others"
    }
}
