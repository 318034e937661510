import Answering
import DeskModel
import Foundation
import TextAnalysis
import VectorIndex

/// One client's answers without a language model, against what no answer of this kind can do without: embedding the
/// question, an exact scan of the vectors by bare FAISS, and the bare full-text query.
enum AnswerBenchmark {
    private static let hits = 100

    static func run(_ bench: Workbench) async throws -> Finding {
        let embedder = try bench.embedder()
        let sample = try await bench.sample(embedder)
        let folder = try bench.newFolder("answer")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let desk = try await BenchDesk(bench, folder: folder)
        bench.say("storing \(bench.sizes.mediumSet) chunks")
        var random = SeededGenerator(seed: 13)
        let (vectors, _) = try await desk.store(bench.sizes.mediumSet, model: embedder) { number in
            number < sample.embedded.count ? sample.embedded[number] : sample.derived(using: &random)
        }
        let file = bench.path("answer.f32")
        try vectors.write(to: file)
        let peer = try PeerProcess(bench)
        let version = try peer.ask("scanner", file, "\(embedder.dimension)").version ?? "?"
        let shell = try ShellPeer(database: "\(folder)/frontdesk.sqlite")
        let answerer = Answerer(
            models: BenchModels(embedder: embedder, second: try bench.second()), passages: desk.store,
            vectorSearch: desk.index, logger: bench.logger)
        let questions = sample.questions.shuffled(using: &random).prefix(bench.sizes.queries + 5)
        let queryFile = bench.path("answer-query.f32")
        let clock = ContinuousClock()
        var times: [Time] = []
        for (number, question) in questions.enumerated() {
            if number % 50 == 0 { bench.say("answer, question \(number) of \(questions.count)") }
            var time = Time()
            var vector: [Float] = []
            for isOurs in [number % 2 == 0, number % 2 == 1] {
                if isOurs {
                    time.ours = try await clock.measure {
                        _ = try await answerer.answer(AnswerRequest(business: desk.business, question: question))
                    }.milliseconds
                } else {
                    time.embedding = try await clock.measure {
                        vector = try await embedder.embed([question], for: .query)[0]
                    }.milliseconds
                    try vector.write(to: queryFile)
                    time.scan = try peer.ask("scan", queryFile, "\(hits)").duration.milliseconds
                    let query = Self.query(question, in: desk.business.id)
                    time.fullText = try clock.measure { try shell.run(query) }.milliseconds
                }
            }
            // The first ones load the index and warm everything up.
            if number >= 5 { times.append(time) }
        }
        return finding(times, bench, version: version)
    }

    private struct Time {
        var ours = 0.0
        var embedding = 0.0
        var scan = 0.0
        var fullText = 0.0

        var peer: Double { embedding + scan + fullText }
    }

    /// Every chunk that holds a word of the question, by FTS5's own rank.
    private static func query(_ question: String, in business: BusinessID) -> String {
        let table = "fts_\(business)"
        let words = QueryAnalyzer().analyze(question).terms.map { "\"\($0)\"" }.joined(separator: " OR ")
        return "SELECT rowid, rank FROM \(table) WHERE \(table) MATCH '\(words)' ORDER BY rank LIMIT \(hits);"
    }

    private static func finding(_ times: [Time], _ bench: Workbench, version: String) -> Finding {
        func figure(_ share: Double, _ name: String, atMost bar: Double) -> Figure {
            let ours = times.map(\.ours).quantile(share)
            let peer = times.map(\.peer).quantile(share)
            return Figure(
                what: "Answer without a language model, \(bench.sizes.mediumSet) chunks, \(name) ms",
                ours: Figure.number(ours),
                peer: "\(Figure.number(peer)) (query embedding + FAISS Flat + FTS5)", ratio: ours / peer,
                bar: .atMost(bar))
        }
        func median(_ part: (Time) -> Double) -> String { Figure.number(times.map(part).median) }
        return Finding(
            figures: [figure(0.5, "p50", atMost: 2), figure(0.99, "p99", atMost: 5)],
            notes: [
                """
                `Answerer.answer`: embedding by both models, both searches, fusion, re-ranking, the answer's sentences, confidence, \
                contradictions and receipt, over SQLite and the vector index; \(times.count) different questions, one at \
                a time, no query cache. The chunks are those of `retrieval`, fewer.
                """,
                """
                The peer is, for the same question, the same model's embedding (p50 \(median(\.embedding)) ms), PyPI \
                faiss-cpu \(version) `IndexFlatIP` over the same vectors on two threads (p50 \(median(\.scan)) ms), and \
                the question's terms joined by OR and ordered by rank in SQLite's own shell (p50 \
                \(median(\.fullText)) ms).
                """,
            ])
    }
}
