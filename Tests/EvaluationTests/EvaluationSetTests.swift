import Evaluation
import Foundation
import Testing

@Suite("Evaluation sets and reports")
struct EvaluationSetTests {
    /// A folder that is gone after the test.
    private func withFolder<T>(_ files: [String: String], _ body: (URL) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "evaluation-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try await body(folder)
    }

    private static let corpus = [
        "documents/hours.txt": "We open at nine.", "documents/prices.txt": "A visit costs $48.",
        "questions.jsonl": """
        {"id":"q1","question":"When do you open?","answerable":true,"answers":["nine"],"document":"hours.txt","page":1,"passage":"open at nine"}
        {"id":"q2","question":"What is a visit?","answerable":true,"answers":["$48"],"document":"prices.txt","page":1,"passage":"costs $48"}

        {"id":"q3","question":"Who won?","answerable":false,"answers":[]}
        """,
    ]

    @Test("a folder of documents with questions is read whole")
    func readsCorpus() async throws {
        try await withFolder(Self.corpus) { folder in
            let set = try EvaluationSet.read(folder)
            #expect(set.documents.map(\.key) == ["hours.txt", "prices.txt"])
            #expect(set.questions.map(\.id) == ["q1", "q2", "q3"])
            #expect(set.questions[0].relevance == ["hours.txt": 1])
            #expect(set.questions[0].passage == "open at nine")
            #expect(!set.questions[2].answerable)
        }
    }

    private static let judged = [
        "corpus.jsonl": """
        {"id":"a/1","title":"Title","text":"Text one","business":"x.example"}
        {"id":"b","text":"Text two"}
        {"id":"empty","title":"","text":"  "}
        """,
        "queries.jsonl": """
        {"id":"1","text":"one?","answers":["one"],"answerable":true,"business":"x.example"}
        {"id":"2","text":"two?","answerable":false,"history":[{"speaker":"user","text":"hello"}]}
        {"id":"3","text":"three?"}
        """,
        "qrels.tsv": "query\tdocument\tgrade\n1\ta/1\t2\n1\tb\t0\n", "skip.txt": "3\n",
    ]

    @Test("a judged collection is read, empty texts and skipped queries left out, file names made safe")
    func readsJudged() async throws {
        try await withFolder(Self.judged) { folder in
            let set = try EvaluationSet.read(folder)
            #expect(set.documents.map(\.key) == ["a/1", "b"])
            #expect(set.documents.map(\.filename) == ["a_1.txt", "b.txt"])
            #expect(String(decoding: set.documents[0].content, as: UTF8.self) == "Title\n\nText one")
            #expect(set.businesses == ["x.example", ""])
            #expect(set.questions.map(\.id) == ["1", "2"])
            #expect(set.questions[0].relevance == ["a/1": 2, "b": 0])
            #expect(set.questions[1].history == [.init(speaker: "user", text: "hello")])
        }
    }

    private static let filed = [
        "pdf/2022_Q3_ACME.pdf": "one", "pdf/2023_Q1_ACME.pdf": "two", "pdf/annual.pdf": "three",
        "queries.jsonl": """
        {"id":"1","text":"Sales?","answers":["Sales were $82,959 million in 2022."],"business":"ACME","lang":"en"}
        {"id":"2","text":"Profit?","answers":["It fell."],"business":"Globex"}
        """,
        "qrels.tsv": "query-id\tfile\tscore\n1\t2022_Q3_ACME.pdf\t1\n2\tannual.pdf\t1\n",
    ]

    @Test(
        "files that judgements name are read, each into the business whose questions it answers or whose name it bears")
    func readsFiles() async throws {
        let set = try await withFolder(Self.filed) { try EvaluationSet.read($0) }
        #expect(set.documents.map(\.filename) == ["2022_Q3_ACME.pdf", "2023_Q1_ACME.pdf", "annual.pdf"])
        #expect(set.documents.map(\.business) == ["ACME", "ACME", "Globex"])
        #expect(set.questions.map(\.relevance) == [["2022_Q3_ACME.pdf": 1], ["annual.pdf": 1]])
        let target = EvaluationTarget(
            search: { question, _ in
                let filler = EvaluationTarget.Found(document: "2023_Q1_ACME.pdf", pages: 1...1, text: "82,959 in 2022")
                let right = EvaluationTarget.Found(document: "2022_Q3_ACME.pdf", pages: 1...1, text: "none")
                return Array(repeating: filler, count: question.id == "1" ? 4 : 5) + [right]
            }, ask: { _ in .init(text: "", answered: false, confidence: 0, cited: []) })
        let report = try await Evaluator(target).run(set)
        // The right file stands second among files in both, but only once among the first five passages.
        #expect(report.rows.map(\.passageFound) == [true, false])
        #expect(report.rows.map(\.figures) == [1, nil])
        #expect(report.rows.map(\.hit) == [false, false])
        #expect(report.summary.hitByLanguage == ["en": 0])
        #expect(EvaluationReport.table([report]).contains("en 0.000"))
    }

    @Test("a file that belongs to no business, and one that judgements name in vain, are refused by name")
    func strayFiles() async throws {
        for (change, mention) in [
            (["pdf/stray.pdf": "?"], "stray.pdf"), (["qrels.tsv": "h\n1\tgone.pdf\t1\n"], "gone.pdf"),
        ] {
            try await withFolder(Self.filed.merging(change) { $1 }) { folder in
                let error = #expect(throws: EvaluationSetError.self) { try EvaluationSet.read(folder) }
                #expect(error?.description.contains(mention) == true)
            }
        }
    }

    @Test("the figures of an answer are its numbers in any grouping, years and single digits aside")
    func figures() {
        let answer = ["In Q3 of 2022 sales were $82,959 million, a margin of 43.3% over 12 months."]
        #expect(Metrics.figureRecall(["Net sales 82959", "43.3 %"], of: answer) == 2.0 / 3)
        #expect(Metrics.figureRecall([], of: answer) == 0)
        #expect(Metrics.figureRecall(["anything"], of: ["In 2022 it was 3."]) == nil)
        #expect(Metrics.figureRecall(["anything"], of: []) == nil)
    }

    @Test("gzipped files are read like plain ones, damaged ones refused")
    func gzipped() async throws {
        try await withFolder(Self.judged) { folder in
            let gzip = Process()
            gzip.executableURL = URL(filePath: "/usr/bin/gzip")
            gzip.arguments = [folder.appending(path: "corpus.jsonl").path]
            try gzip.run()
            gzip.waitUntilExit()
            #expect(try EvaluationSet.read(folder).documents.count == 2)
            try Data("not gzip".utf8).write(to: folder.appending(path: "corpus.jsonl.gz"))
            #expect(throws: EvaluationSetError.self) { try EvaluationSet.read(folder) }
        }
    }

    @Test(
        "what is malformed is refused with the place",
        arguments: [
            (["questions.jsonl": "{\"id\": 1}", "documents/a.txt": "a"], "line 1"),
            (
                [
                    "questions.jsonl": "{\"id\":\"q\",\"question\":\"?\",\"answerable\":true,\"document\":\"b.txt\"}",
                    "documents/a.txt": "a",
                ], "b.txt"
            ),
            (["questions.jsonl": ""], "documents"), (["other": ""], "neither"),
            (
                ["corpus.jsonl": "{\"id\":\"a\",\"text\":\"t\"}", "queries.jsonl": "", "qrels.tsv": "h\n1\ta\tmany"],
                "line 2"
            ),
        ] as [([String: String], String)])
    func malformed(files: [String: String], mention: String) async throws {
        try await withFolder(files) { folder in
            let error = #expect(throws: EvaluationSetError.self) { try EvaluationSet.read(folder) }
            #expect(error?.description.contains(mention) == true)
        }
    }

    @Test("a run measures ranking, passages, answers and declining")
    func run() async throws {
        let set = try await withFolder(Self.corpus) { try EvaluationSet.read($0) }
        let target = EvaluationTarget(
            search: { question, _ in
                let right = EvaluationTarget.Found(document: "hours.txt", pages: 1...1, text: "We open at nine.")
                let other = EvaluationTarget.Found(document: "prices.txt", pages: 2...2, text: "A visit costs $48.")
                return question.id == "q2" ? [right, right, other] : [right, other]
            },
            ask: { question in
                switch question.id {
                case "q1": .init(text: "We open at nine.", answered: true, confidence: 0.9, cited: ["hours.txt"])
                case "q2": .init(text: "I do not know.", answered: false, confidence: 0.4, cited: [])
                default:
                    .init(
                        text: "Surely " + String(repeating: "word ", count: 100), answered: true, confidence: 0.6,
                        cited: [])
                }
            })
        let report = try await Evaluator(target).run(set)
        let summary = report.summary
        #expect(summary.questions == 3)
        #expect(summary.answerable == 2)
        #expect(abs((summary.gain ?? 0) - (1 + 0.6309) / 2) < 0.0001)
        #expect(summary.recall == 1)
        #expect(summary.hit == 0.5)
        // The second passage stands on another page than expected.
        #expect(summary.passageRecall == 0.5)
        #expect(summary.containment == 0.5)
        #expect(summary.answeredOfAnswerable == 0.5)
        #expect(summary.answeredOfUnanswerable == 1)
        #expect(summary.areaUnderCurve == 0.5)
        #expect(summary.cited == 0.5)
        #expect(report.failures.count == 2)
        let table = EvaluationReport.table([report])
        #expect(table.split(separator: "\n").count == 2)
        #expect(table.contains("3 (2 answerable)"))
        let json = try JSONSerialization.jsonObject(with: EvaluationReport.json([report])) as? [String: Any]
        #expect((json?["rows"] as? [Any])?.count == 3)
        #expect((json?["summary"] as? [String: Any])?["containment"] as? Double == 0.5)
    }

    @Test("a right answer buried in too many words does not count")
    func tooLong() async throws {
        let question = EvaluationQuestion(id: "q", text: "?", answerable: true, answers: ["nine"])
        let target = EvaluationTarget(
            search: { _, _ in [] },
            ask: { _ in
                .init(text: "nine " + String(repeating: "word ", count: 80), answered: true, confidence: 1, cited: [])
            })
        let report = try await Evaluator(target).run(EvaluationSet(name: "s", documents: [], questions: [question]))
        #expect(report.summary.containment == 0)
        #expect(report.summary.gain == nil)
    }

    @Test("an empty set gives a report without measures")
    func empty() async throws {
        let target = EvaluationTarget(
            search: { _, _ in [] }, ask: { _ in .init(text: "", answered: false, confidence: 0, cited: []) })
        let report = try await Evaluator(target).run(EvaluationSet(name: "none", documents: [], questions: []))
        #expect(report.summary.containment == nil)
        #expect(!EvaluationReport.table([report]).isEmpty)
    }
}
