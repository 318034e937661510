import Foundation
import Testing

@testable import Evaluation

@Suite("Halves of a set")
struct EvaluationPartTests {
    /// 40 articles of three passages, two questions each.
    private static let set = EvaluationSet(
        name: "articles",
        documents: (0..<40).flatMap { article in
            (0..<3).map { passage in
                EvaluationDocument(
                    key: "\(article)-\(passage)", group: "article \(article)", filename: "\(passage).txt",
                    content: Data())
            }
        },
        questions: (0..<80).map { number in
            EvaluationQuestion(
                id: "q\(number)", text: "?", answerable: true, answers: ["yes"],
                relevance: ["\(number / 2)-\(number % 2)": 1])
        })

    @Test("every question is either tuned on or reported on, all of an article together")
    func parts() {
        let tune = Set(Self.set.part(.tune).questions.map(\.id))
        let report = Set(Self.set.part(.report).questions.map(\.id))
        #expect(tune.isDisjoint(with: report))
        #expect(tune.count + report.count == 80)
        #expect(tune.count > 20 && report.count > 20)
        for article in 0..<40 {
            #expect(tune.contains("q\(article * 2)") == tune.contains("q\(article * 2 + 1)"))
        }
        #expect(Self.set.part(.tune).documents.count == 120)
        #expect(Self.set.part(.all).questions.count == 80)
    }

    @Test("in half of the articles, the questions about the others are unanswerable and nothing is right for them")
    func half() {
        let half = Self.set.half()
        let other = Self.set.half(other: true)
        #expect(half.documents.count + other.documents.count == 120)
        #expect(Set(half.documents.map(\.key)).isDisjoint(with: other.documents.map(\.key)))
        #expect(half.questions.count == 80)
        for (a, b) in zip(half.questions, other.questions) { #expect(a.answerable != b.answerable) }
        let unknown = half.questions.filter { !$0.answerable }
        #expect(!unknown.isEmpty && unknown.allSatisfy { $0.relevance.isEmpty && $0.answers.isEmpty })
    }

    @Test("the halves of the articles and the halves of the questions say nothing of each other")
    func independence() {
        let tuned = Set(Self.set.part(.tune).questions.map(\.id))
        let known = Self.set.half().questions.filter(\.answerable).map(\.id)
        let both = known.count { tuned.contains($0) }
        #expect(both > 0 && both < known.count)
    }

    @Test("untitled passages of one article belong together")
    func untitled() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let lines = [("7-0", ""), ("7-1", ""), ("x", ""), ("8-1", "Eight")].map { id, title in
            "{\"id\":\"\(id)\",\"title\":\"\(title)\",\"text\":\"words\"}"
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "corpus.jsonl"))
        try Data().write(to: folder.appending(path: "queries.jsonl"))
        #expect(try EvaluationSet.read(folder).documents.map(\.group) == ["7", "7", "x", "Eight"])
    }
}
