import Foundation
import Testing

@testable import Evaluation

@Suite("Comparing two runs")
struct ReportComparisonTests {
    private func report(_ hits: [Bool], from: Int = 0) -> EvaluationReport {
        let rows = hits.enumerated().map { index, hit in
            EvaluationReport.Row(
                id: "q\(index + from)", question: "?", answerable: true, gain: hit ? 1 : 0, recall: nil, hit: hit,
                passageFound: nil, figures: nil, language: nil, answered: true, confidence: 0.9, contained: hit,
                tokenF1: nil, cited: true,
                answer: "a", searchMilliseconds: 1, answerMilliseconds: 1)
        }
        return EvaluationReport(set: "s", documents: 1, rows: rows)
    }

    private func change(_ name: String, _ comparison: ReportComparison) throws -> ReportComparison.Change {
        try #require(comparison.changes.first { $0.measure == name })
    }

    @Test("a gain on most questions is sure, and its interval lies above zero")
    func gain() throws {
        let before = report((0..<200).map { $0 % 4 == 0 })
        let after = report((0..<200).map { $0 % 4 < 3 })
        let change = try change("nDCG@10", ReportComparison(before: before, after: after))
        #expect(abs(change.difference - 0.5) < 1e-9)
        #expect(change.low > 0.4 && change.low < 0.5 && change.high > 0.5 && change.high < 0.6)
        #expect(change.p < 0.001)
    }

    @Test("as many questions lost as won is no change")
    func draw() throws {
        let before = report((0..<100).map { $0.isMultiple(of: 2) })
        let after = report((0..<100).map { !$0.isMultiple(of: 2) })
        let change = try change("hit@1", ReportComparison(before: before, after: after))
        #expect(change.difference == 0)
        #expect(change.low < 0 && change.high > 0)
        #expect(change.p > 0.5)
    }

    @Test("only questions that both runs have are compared, and the same seed gives the same figures")
    func pairing() throws {
        let before = report([true, false, true, false, true, true])
        let after = report([true, true, true, true], from: 2)
        let comparison = ReportComparison(before: before, after: after)
        #expect(try change("hit@1", comparison).questions == 4)
        #expect(try change("hit@1", comparison).before == 0.75)
        #expect(comparison == ReportComparison(before: before, after: after))
        #expect(!comparison.changes.contains { $0.measure == "recall@5" })
    }

    @Test("reports are read again as they were written, one or several")
    func reading() throws {
        let reports = [report([true]), report([false, true])]
        #expect(try EvaluationReport.read(EvaluationReport.json(reports)) == reports)
        #expect(try EvaluationReport.read(EvaluationReport.json([reports[1]])) == [reports[1]])
        #expect(throws: DecodingError.self) { try EvaluationReport.read(Data("[1]".utf8)) }
    }
}
