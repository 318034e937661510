public import Foundation

extension EvaluationReport {
    /// A table for people, a line per set.
    public static func table(_ reports: [EvaluationReport]) -> String {
        let columns: [(String, (EvaluationSummary) -> String)] = [
            ("set", { $0.set }), ("documents", { String($0.documents) }),
            ("questions", { "\($0.questions) (\($0.answerable) answerable)" }), ("nDCG@10", { ratio($0.gain) }),
            ("recall@5", { ratio($0.recall) }), ("hit@1", { ratio($0.hit) }),
            ("passage@5", { ratio($0.passageRecall) }), ("figures@5", { ratio($0.figures) }),
            ("contained", { ratio($0.containment) }), ("F1", { ratio($0.tokenF1) }),
            ("answered", { ratio($0.answeredOfAnswerable) }), ("false", { ratio($0.answeredOfUnanswerable) }),
            ("AUROC", { ratio($0.areaUnderCurve) }), ("false@90", { ratio($0.falseAt90) }),
            ("cited", { ratio($0.cited) }),
            ("search ms p50/p99", { pair($0.searchP50, $0.searchP99) }),
            ("answer ms p50/p99", { pair($0.answerP50, $0.answerP99) }),
        ]
        let summaries = reports.map(\.summary)
        let cells = [columns.map(\.0)] + summaries.map { summary in columns.map { $0.1(summary) } }
        let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let lines = cells.map { row in
            row.indices.map { row[$0].padding(toLength: widths[$0], withPad: " ", startingAt: 0) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }
        return (lines + summaries.compactMap(byLanguage)).joined(separator: "\n")
    }

    private static func byLanguage(_ summary: EvaluationSummary) -> String? {
        guard let hits = summary.hitByLanguage else { return nil }
        let cells = hits.sorted { $0.key < $1.key }.map { "\($0.key) \(ratio($0.value))" }
        return "\(summary.set), hit@1 by language: \(cells.joined(separator: ", "))"
    }

    /// The questions that went wrong, for digging: a line each.
    public var failures: [String] {
        rows.compactMap { row in
            let reason: String? =
                row.answerable
                ? (!row.answered ? "declined" : row.contained == false ? "answer not in it" : nil)
                : (row.answered ? "answered" : nil)
            let missed = row.passageFound == false ? "passage not found" : nil
            let reasons = [missed, reason].compactMap { $0 }
            guard !reasons.isEmpty else { return nil }
            return "\(row.id)  \(reasons.joined(separator: ", "))  \(ratio(row.confidence))  \(row.question)"
        }
    }

    /// Summary and rows of one report as a JSON object with sorted keys; several in an array.
    public static func json(_ reports: [EvaluationReport]) throws -> Data {
        struct Whole: Encodable {
            let summary: EvaluationSummary
            let rows: [Row]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let wholes = reports.map { Whole(summary: $0.summary, rows: $0.rows) }
        return wholes.count == 1 ? try encoder.encode(wholes[0]) : try encoder.encode(wholes)
    }
}

private func ratio(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "-" }

private func pair(_ a: Double?, _ b: Double?) -> String {
    guard let a, let b else { return "-" }
    return String(format: "%.1f / %.1f", a, b)
}
