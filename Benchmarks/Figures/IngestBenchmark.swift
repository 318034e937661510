import DeskModel
import Foundation

/// The whole ingest of a PDF against the embedding that it contains.
enum IngestBenchmark {
    /// Calls of the embedder under way at once, as in `IngestConfiguration`.
    private static let callsAtOnce = 2

    static func run(_ bench: Workbench) async throws -> Finding {
        let pdf = try bench.handbookPDF()
        let content = try [UInt8](Data(contentsOf: URL(filePath: pdf)))
        let embedder = try bench.embedder()
        let second = try bench.second()
        // The engine makes code for each length it meets: all of them are met before anything is measured.
        for model in [embedder, second.embedder] {
            let words = Array(repeating: "word", count: model.maximumTokens)
            _ = try await model.embed(
                stride(from: 1, to: words.count, by: 4).map { words.prefix($0).joined(separator: " ") }, for: .passage)
        }
        var calls: [[String]] = []
        var secondCalls: [[String]] = []
        var chunks: [EmbeddedChunk] = []
        var ingests: [Double] = []
        var stages: [Double] = []
        for round in 1...bench.sizes.rounds {
            bench.say("ingest, round \(round) of \(bench.sizes.rounds)")
            let recorder = RecordingEmbedder(embedder)
            let secondRecorder = RecordingEmbedder(second.embedder)
            let ingest = try await ingest(
                content, with: recorder, second: RerankingModel(embedder: secondRecorder, language: second.language),
                bench)
            (calls, secondCalls, chunks) = (recorder.calls, secondRecorder.calls, ingest.chunks)
            ingests.append(ingest.duration.seconds)
            let stage = try await replay(calls, on: embedder)
            stages.append((stage + (try await replay(secondCalls, on: second.embedder))).seconds)
        }
        let passages = chunks.map(\.chunk.text)
        let alone = try await ContinuousClock().measure { _ = try await embedder.embed(passages, for: .passage) }
        let count = Double(chunks.count)
        return Finding(
            figures: [
                Figure(
                    what: "Ingest of a \(bench.sizes.pages)-page PDF, chunks/s",
                    ours: Figure.number(count / ingests.median),
                    peer: "\(Figure.number(count / stages.median)) (its embedding stage alone)",
                    ratio: zip(stages, ingests).map { $0 / $1 }.median, bar: .atLeast(0.8))
            ],
            notes: [
                """
                From the stored upload until the document is ready, through `IngestService`, a worker process, SQLite and \
                the vector index, each time into a new data folder: \(chunks.count) chunks, \(bench.sizes.rounds) rounds. \
                The embedding stage alone is the same calls of the embedder, made again after each ingest, \
                \(callsAtOnce) at once.
                """,
                """
                The stage embeds \(calls.reduce(0) { $0 + $1.count }) texts: besides the chunks, each of their sentences \
                once, from which answers are chosen; then the second model embeds the \
                \(secondCalls.reduce(0) { $0 + $1.count }) English chunks for the re-ranker. The chunks without their sentences are embedded at \
                \(Figure.number(count / alone.seconds)) chunks/s.
                """,
            ])
    }

    private static func ingest(
        _ content: [UInt8], with embedder: any Embedder, second: RerankingModel, _ bench: Workbench
    ) async throws -> (duration: Duration, chunks: [EmbeddedChunk]) {
        let folder = try bench.newFolder("ingest")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let desk = try await BenchDesk(bench, folder: folder)
        let duration = try await desk.ingest([("handbook.pdf", content)], with: embedder, second: second)
        return (duration, try await desk.chunks(modelID: embedder.modelID))
    }

    private static func replay(_ calls: [[String]], on embedder: any Embedder) async throws -> Duration {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            var waiting = calls[...]
            func startNext() {
                guard let texts = waiting.popFirst() else { return }
                group.addTask { _ = try await embedder.embed(texts, for: .passage) }
            }
            for _ in 0..<callsAtOnce { startNext() }
            while try await group.next() != nil { startNext() }
        }
        return ContinuousClock.now - start
    }
}
