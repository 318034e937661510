import Answering
import DeskModel
import Foundation
import VectorIndex

/// One client's searches among many chunks, against the two things that no search of this kind can do without: embedding
/// the question, and an exact scan of the vectors by bare FAISS.
enum RetrievalBenchmark {
    static let limit = 10

    static func run(_ bench: Workbench) async throws -> Finding {
        let embedder = try bench.embedder()
        let sample = try await bench.sample(embedder)
        let folder = try bench.newFolder("retrieval")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let desk = try await BenchDesk(bench, folder: folder)
        bench.say("storing \(bench.sizes.largeSet) chunks")
        var random = SeededGenerator(seed: 7)
        let (vectors, _) = try await desk.store(bench.sizes.largeSet, model: embedder) { number in
            number < sample.embedded.count ? sample.embedded[number] : sample.derived(using: &random)
        }
        let file = bench.path("index.f32")
        try vectors.write(to: file)
        let peer = try PeerProcess(bench)
        let version = try peer.ask("scanner", file, "\(embedder.dimension)").version ?? "?"
        let answerer = Answerer(
            models: BenchModels(embedder: embedder, second: try bench.second()), passages: desk.store,
            vectorSearch: desk.index, logger: bench.logger)
        let questions = sample.questions.shuffled(using: &random).prefix(bench.sizes.queries + 5)
        let queryFile = bench.path("query.f32")
        var times = Times()
        for (number, question) in questions.enumerated() {
            if number % 50 == 0 { bench.say("retrieval, question \(number) of \(questions.count)") }
            var one = try await measure(question, ours: number % 2 == 0, answerer, embedder, desk)
            let vector = try await embedder.embed([question], for: .query)[0]
            try vector.write(to: queryFile)
            one.scan = try peer.ask("scan", queryFile, "\(limit)").duration.milliseconds
            one.search = try await ContinuousClock().measure {
                _ = try await desk.index.search(vector, in: desk.business.id, limit: limit, allowing: nil)
            }.milliseconds
            // The first ones load the index and warm everything up.
            if number >= 5 { times.all.append(one) }
        }
        return finding(times, bench, version: version, embedded: sample.embedded.count)
    }

    private struct Time {
        var ours = 0.0
        var embedding = 0.0
        var scan = 0.0
        var search = 0.0
    }

    private struct Times {
        var all: [Time] = []

        func quantile(_ share: Double, _ value: (Time) -> Double) -> Double { all.map(value).quantile(share) }
    }

    /// Embeds the question and searches for it, in either order.
    private static func measure(
        _ question: String, ours first: Bool, _ answerer: Answerer, _ embedder: any Embedder, _ desk: BenchDesk
    ) async throws -> Time {
        let clock = ContinuousClock()
        var time = Time()
        for isOurs in [first, !first] {
            if isOurs {
                time.ours = try await clock.measure {
                    _ = try await answerer.search(question, in: desk.business, limit: limit)
                }.milliseconds
            } else {
                time.embedding = try await clock.measure {
                    _ = try await embedder.embed([question], for: .query)
                }.milliseconds
            }
        }
        return time
    }

    private static func finding(_ times: Times, _ bench: Workbench, version: String, embedded: Int) -> Finding {
        let ours = times.quantile(0.5, \.ours)
        let peer = times.quantile(0.5) { $0.embedding + $0.scan }
        return Finding(
            figures: [
                Figure(
                    what: "Retrieval among \(bench.sizes.largeSet) chunks, one client, p50 ms",
                    ours: Figure.number(ours),
                    peer: "\(Figure.number(peer)) (query embedding + FAISS Flat)", ratio: ours / peer, bar: .atMost(3))
            ],
            notes: [
                """
                `Answerer.search`, top \(limit): embedding by both models, dense and full-text search, fusion, re-ranking, merging of \
                copies, over SQLite and the vector index; \(times.all.count) different questions, one at a time, no query \
                cache. p95: ours \(Figure.number(times.quantile(0.95, \.ours))) ms, peer \
                \(Figure.number(times.quantile(0.95) { $0.embedding + $0.scan })) ms.
                """,
                """
                The peer is the same question embedded by the same model (p50 \
                \(Figure.number(times.quantile(0.5, \.embedding))) ms) plus PyPI faiss-cpu \(version) `IndexFlatIP` over \
                the same vectors on two threads (p50 \(Figure.number(times.quantile(0.5, \.scan))) ms). Our own vector \
                search alone, through its service, is exact too and takes \
                \(Figure.number(times.quantile(0.5, \.search))) ms.
                """,
                """
                \(embedded) of the chunks and their vectors are real, made by an ingest of handbooks that the benchmark \
                writes. The others are derived, since embedding them all would take half an hour: sentences of two real \
                chunks recombined, each with its own vector, under the weighted mean of the two chunks' vectors plus noise.
                """,
            ])
    }
}
