import Evaluation
import Foundation
import Testing

@Suite("Follow-up turns with their stand-alone rewriting")
struct FollowUpEvaluationTests {
    private static let turns = """
        {"id": "a-2", "history": [{"speaker": "user", "text": "How much is the sauna?"}], "text": "Can it be booked?", "rewrite": "Can the sauna be booked?", "needs_context": true}
        {"id": "b-2", "history": [{"speaker": "user", "text": "How much is the sauna?"}], "text": "Are large dogs welcome?", "rewrite": "Are large dogs welcome?", "needs_context": false}

        """

    private func withTurns<T>(_ text: String, _ body: (URL) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "follow-ups-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: folder.appending(path: "turns.jsonl"))
        return try body(folder)
    }

    @Test("token F1 is given of the turns as they came and as the desk rewrites them")
    func measures() throws {
        try withTurns(Self.turns) { folder in
            #expect(FollowUpEvaluation.holdsTurns(folder))
            let report = try FollowUpEvaluation(folder)
            #expect(report.turns == 2)
            // "can it be booked" shares three of four and five tokens with its rewriting.
            #expect(abs(report.raw - (6.0 / 9 + 1) / 2) < 1e-9)
            #expect(report.rewritten == 1)
            #expect(report.searched == 1)
            #expect(report.changed == 1)
            #expect(report.needless == 0)
            #expect(report.summary.contains("0.833 as they came, 1.000 rewritten, 1.000 searched for"))
        }
    }

    @Test("what is searched for is measured with the words carried beside the question")
    func carried() throws {
        let turn = """
            {"id": "a-2", "history": [{"speaker": "user", "text": "Are dogs allowed in the pool?"}], "text": "Why?", "rewrite": "Why are dogs allowed in the pool?"}

            """
        try withTurns(turn) { folder in
            let report = try FollowUpEvaluation(folder)
            // One token of one and seven.
            #expect(abs(report.rewritten - 2.0 / 8) < 1e-9)
            #expect(report.searched > report.rewritten)
        }
    }

    @Test("the two parts share no conversation and miss none")
    func parts() throws {
        let many = (0..<40).map { number in
            """
            {"id": "\(number)-talk-of-customers_2", "history": [], "text": "Why?", "rewrite": "Why?"}
            {"id": "\(number)-talk-of-customers_3", "history": [], "text": "When?", "rewrite": "When?"}

            """
        }
        try withTurns(many.joined()) { folder in
            let counts = try [EvaluationPart.tune, .report].map { try FollowUpEvaluation(folder, part: $0).turns }
            #expect(counts.reduce(0, +) == 80)
            #expect(counts.allSatisfy { $0 > 0 && $0 % 2 == 0 })
        }
    }

    @Test("a malformed line is named")
    func malformed() throws {
        try withTurns("{\"id\": \"a\"}\n") { folder in
            _ = #expect(throws: EvaluationSetError.self) { try FollowUpEvaluation(folder) }
        }
    }
}
