import Evaluation
import Foundation
import Testing

@Suite("Judged pairs of claim and evidence")
struct GroundingPairsTests {
    private func folder(_ lines: [String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pairs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "pairs.jsonl"))
        return folder
    }

    private static let lines = [
        #"{"id": "1", "claim": "The shop opens at 9:00.", "evidence": "The shop opens at 9:00.", "label": "SUPPORTS"}"#,
        #"{"id": "2", "claim": "The shop opens at 10:00.", "evidence": "The shop opens at 9:00.", "label": "REFUTES"}"#,
        #"{"id": "3", "claim": "Tea is sold.", "evidence": "The shop opens at 9:00.", "label": "NOT ENOUGH INFO"}"#,
    ]

    @Test("accuracy and area under the curve are reported")
    func report() throws {
        let folder = try folder(Self.lines)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(GroundingPairs.stand(in: folder))
        let report = try GroundingPairs.read(folder).report()
        #expect(report.pairs == 3 && report.supported == 1)
        #expect(report.accuracy == 1)
        #expect(report.areaUnderCurve == 1)
        #expect(report.passedOfSupported == 1 && report.passedOfOthers == 0)
        #expect(report.description.contains("AUROC 1.000"))
    }

    @Test("both halves together are the whole, and an empty one has no measures")
    func parts() throws {
        let folder = try folder(Self.lines)
        defer { try? FileManager.default.removeItem(at: folder) }
        let pairs = try GroundingPairs.read(folder)
        #expect(pairs.part(.tune).pairs.count + pairs.part(.report).pairs.count == 3)
        let none = try GroundingPairs.read(try self.folder([]))
        #expect(none.report().accuracy == nil && none.report().areaUnderCurve == nil)
    }

    @Test("a malformed line is named")
    func malformed() throws {
        let folder = try folder([Self.lines[0], "{"])
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: EvaluationSetError.self) { try GroundingPairs.read(folder) }
        #expect(!GroundingPairs.stand(in: folder.appending(path: "nowhere")))
    }
}
