import DeskModel
import Foundation
import Logging
import ModelProviders

/// What every benchmark works with: the programs, the folder for its files, and how much it measures.
struct Workbench {
    /// How much is measured.
    struct Sizes {
        var pages = 200
        /// Sections that are sure to fill so many pages.
        var sections = 900
        var rounds = 3
        var extractions = 15
        /// Chunks of the PDF that are embedded by turns with the peer, and how often.
        var compared = 200
        var comparisons = 5
        /// Passages embedded by the model for the large set.
        var embedded = 1_200
        var largeSet = 100_000
        var mediumSet = 10_000
        var queries = 200
        /// Of those, how many are served.
        var smallSet = 1_000
        var messages = 1_000_000
        var conversations = 50_000
        var questions = 150
        var sockets = 2_000
        var idleSeconds = 10.0
        /// Sockets that watch one conversation, and the messages sent into it.
        var watchers = 500
        var sent = 60
        /// Providers' events that are sent in.
        var events = 4_000
        /// Calls that are open at once.
        var calls = 300

        /// To see that everything runs.
        static let quick = Sizes(
            pages: 8, sections: 60, rounds: 1, extractions: 3, compared: 20, comparisons: 3, embedded: 100,
            largeSet: 2_000, mediumSet: 500, queries: 10, smallSet: 80, messages: 20_000, conversations: 1_000,
            questions: 10,
            sockets: 100, idleSeconds: 1, watchers: 60, sent: 10, events: 200,
            calls: 20)
    }

    /// The built program, absolute.
    let frontdesk: String
    /// A Python with the packages of `Peers/requirements.txt`.
    let python: String
    /// The folder of the model and the engine.
    let models: String
    /// The folder of the peers' scripts.
    let peers: String
    /// Where files are left; emptied by whoever started the run.
    let folder: String
    let sizes: Sizes
    let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
    private let shared = SharedSample()

    init(frontdesk: String, python: String, models: String, peers: String, folder: String, sizes: Sizes) {
        self.frontdesk = frontdesk
        self.python = python
        self.models = models
        self.peers = peers
        self.folder = folder
        self.sizes = sizes
    }

    /// Threads that every embedder gets, peers included.
    static let threads = 2

    /// The model of new businesses.
    func embedder() throws -> any Embedder { try embedder("multilingual-e5-small") }

    /// What the re-ranker asks beside it, as in the product.
    func second() throws -> RerankingModel {
        RerankingModel(embedder: try embedder("all-MiniLM-L6-v2"), language: "en")
    }

    func embedder(_ name: String) throws -> any Embedder {
        // No cache: a question that was embedded before costs what it cost the first time.
        try OpenVINOEmbedder(
            models: models, name: name, configuration: .init(threads: Self.threads, cacheCapacity: 0))
    }

    /// The passages that several benchmarks share; embedded the first time they are asked for.
    func sample(_ embedder: any Embedder) async throws -> SampleChunks { try await shared.sample(self, embedder) }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// A new, empty folder.
    func newFolder(_ name: String) throws -> String {
        let path = path("\(name)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    func say(_ text: String) { FileHandle.standardError.write(Data("bench: \(text)\n".utf8)) }

    /// The handbook as a PDF of `sizes.pages` pages; laid out the first time it is asked for.
    func handbookPDF() throws -> String {
        let pdf = path("handbook.pdf")
        guard !FileManager.default.fileExists(atPath: pdf) else { return pdf }
        say("laying out a PDF of \(sizes.pages) pages")
        let source = path("handbook.json")
        let handbook = Handbook(title: "Wrenfield Hire: Handbook of Machines", sections: sizes.sections, seed: 1)
        try JSONEncoder().encode(handbook).write(to: URL(filePath: source))
        let output = path("make_pdf.log")
        let status = try Command.run(
            python, ["\(peers)/make_pdf.py", source, pdf, "\(sizes.pages)"], output: output, errors: output
        ).status
        guard status == 0 else {
            throw BenchFailure((try? String(contentsOfFile: output, encoding: .utf8)) ?? "no PDF was made")
        }
        return pdf
    }
}

/// Keeps the sample once it was made.
private actor SharedSample {
    private var sample: SampleChunks?

    func sample(_ bench: Workbench, _ embedder: any Embedder) async throws -> SampleChunks {
        if let sample { return sample }
        let made = try await SampleChunks(bench, embedder: embedder, count: bench.sizes.embedded)
        sample = made
        return made
    }
}

/// Why there is no figure.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Runs blocking work on a thread that waits for nothing else.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
}
