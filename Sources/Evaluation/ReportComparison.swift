public import Foundation

/// What changed between two runs over the same questions, by measure.
public struct ReportComparison: Hashable, Sendable, Codable {
    /// The change of one measure's mean.
    public struct Change: Hashable, Sendable, Codable {
        public let measure: String
        /// Questions that both runs judge.
        public let questions: Int
        public let before: Double
        public let after: Double
        /// The middle 95 % of the mean difference in resamples of the questions.
        public let low: Double
        public let high: Double
        /// Twice the smaller share of resamples on one side of no change, at most 1.
        public let p: Double

        public var difference: Double { after - before }
    }

    public let set: String
    public let changes: [Change]

    /// Questions are matched by id; those that only one run has are left out.
    ///
    /// - Parameters:
    ///   - resamples: of the paired bootstrap (Efron and Tibshirani 1993, chapter 16; Koehn 2004).
    ///   - seed: the same seed gives the same figures.
    public init(
        before: EvaluationReport, after: EvaluationReport, resamples: Int = 10_000, seed: UInt64 = 1
    ) {
        let old = Dictionary(before.rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = after.rows.compactMap { row in old[row.id].map { ($0, row) } }
        set = after.set
        changes = Self.measures.compactMap { name, value in
            let values = pairs.compactMap { pair -> (Double, Double)? in
                guard let before = value(pair.0), let after = value(pair.1) else { return nil }
                return (before, after)
            }
            guard let before = Metrics.mean(values.map(\.0)), let after = Metrics.mean(values.map(\.1)) else {
                return nil
            }
            let spread = Self.spread(of: values.map { $0.1 - $0.0 }, resamples: resamples, seed: seed)
            return Change(
                measure: name, questions: values.count, before: before, after: after, low: spread.low,
                high: spread.high, p: spread.p)
        }
    }

    /// Larger is better in all of them.
    private static let measures: [(String, @Sendable (EvaluationReport.Row) -> Double?)] = [
        ("nDCG@10", { $0.gain }), ("recall@5", { $0.recall }), ("hit@1", { $0.hit.map { $0 ? 1 : 0 } }),
        ("passage@5", { $0.passageFound.map { $0 ? 1 : 0 } }),
        ("contained", { $0.contained.map { $0 ? 1 : 0 } }), ("F1", { $0.tokenF1 }),
        ("right to answer", { $0.answered == $0.answerable ? 1 : 0 }),
    ]

    private static func spread(of differences: [Double], resamples: Int, seed: UInt64) -> (
        low: Double, high: Double, p: Double
    ) {
        guard differences.contains(where: { $0 != 0 }), resamples > 0 else { return (0, 0, 1) }
        var random = SplitMix64(state: seed)
        let count = differences.count
        let means = (0..<resamples).map { _ in
            var sum = 0.0
            for _ in 0..<count { sum += differences[Int(random.next() % UInt64(count))] }
            return sum / Double(count)
        }.sorted()
        let atMost = Double(means.count { $0 <= 0 }) / Double(resamples)
        let atLeast = Double(means.count { $0 >= 0 }) / Double(resamples)
        let edge = Int(0.025 * Double(resamples))
        return (means[edge], means[resamples - 1 - edge], min(1, 2 * min(atMost, atLeast)))
    }

    /// A table for people. A change that resampling would turn round more than one time in twenty is marked as unsure.
    public static func table(_ comparisons: [ReportComparison]) -> String {
        var lines = ["set  measure  questions  before  after  change  95 % interval  p"]
        for comparison in comparisons {
            for change in comparison.changes {
                lines.append(
                    String(
                        format: "%@  %@  %d  %.3f  %.3f  %+.3f  %+.3f ... %+.3f  %.3f%@", comparison.set,
                        change.measure, change.questions, change.before, change.after, change.difference, change.low,
                        change.high, change.p, change.p > 0.05 ? "  unsure" : ""))
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension EvaluationReport {
    /// Reports as `json()` or several of them in an array wrote them.
    ///
    /// - Throws: `DecodingError` when it is neither.
    public static func read(_ json: Data) throws -> [EvaluationReport] {
        struct Whole: Decodable {
            let summary: EvaluationSummary
            let rows: [Row]
            var report: EvaluationReport {
                EvaluationReport(set: summary.set, documents: summary.documents, rows: rows)
            }
        }
        let decoder = JSONDecoder()
        if let one = try? decoder.decode(Whole.self, from: json) { return [one.report] }
        return try decoder.decode([Whole].self, from: json).map(\.report)
    }
}

/// Steele, Lea and Flood 2014: small, fast, and the same everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
