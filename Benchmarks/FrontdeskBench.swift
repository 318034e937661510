import ArgumentParser
import Foundation
import ModelProviders

/// `frontdesk-bench`: measures what docs/benchmarks.md says. `scripts/bench.sh` prepares and runs it.
@main
struct FrontdeskBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measure the product against its peers.")

    enum Name: String, CaseIterable, ExpressibleByArgument {
        case extraction, embedding, ingest, retrieval, answer, inbox, memory
        case firstToken = "first-token"
        case fanOut = "fan-out"
        case webhooks, relay

        var benchmark: @Sendable (Workbench) async throws -> Finding {
            switch self {
            case .extraction: ExtractionBenchmark.run
            case .embedding: EmbeddingComparison.run
            case .ingest: IngestBenchmark.run
            case .retrieval: RetrievalBenchmark.run
            case .answer: AnswerBenchmark.run
            case .inbox: InboxBenchmark.run
            case .firstToken: FirstTokenBenchmark.run
            case .memory: MemoryBenchmark.run
            case .fanOut: FanOutBenchmark.run
            case .webhooks: ChannelIntakeBenchmark.run
            case .relay: RelayBenchmark.run
            }
        }
    }

    @Option(help: "The built frontdesk.")
    var frontdesk = ".build/release/frontdesk"
    @Option(help: "A Python with Benchmarks/Peers/requirements.txt.")
    var python = ".build/bench-venv/bin/python"
    @Option(help: "Folder of the peers' scripts.")
    var peers = "Benchmarks/Peers"
    // Not the system's temporary folder, which may be memory: durable writes are part of what is measured.
    @Option(help: "Folder for the run's data; on a disk such as the product's.")
    var scratch = ".build/bench-data"
    @Option(help: "Folder of the model, else FRONTDESK_MODELS, else beside the program.")
    var models: String?
    @Option(help: "Only this one; may be given several times.")
    var only: [Name] = []
    @Flag(help: "Small sizes, to see that everything runs.")
    var quick = false
    @Option(help: "Write the report here; without, it is printed.")
    var output: String?
    @Option(help: "The commit that the report names.")
    var commit = "unknown"

    func run() async throws {
        let started = Date()
        let clock = ContinuousClock.now
        let machine = Machine.current()
        let folder = URL(filePath: scratch).standardizedFileURL.appending(path: UUID().uuidString).path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let program = URL(filePath: frontdesk).standardizedFileURL.path()
        let bench = Workbench(
            frontdesk: program, python: python,
            models: try ModelLocator(
                configured: models ?? ProcessInfo.processInfo.environment["FRONTDESK_MODELS"], executable: program
            ).directory, peers: peers, folder: folder,
            sizes: quick ? .quick : Workbench.Sizes())
        var findings: [(name: String, finding: Finding)] = []
        for name in Name.allCases where only.isEmpty || only.contains(name) {
            let finding = try await name.benchmark(bench)
            bench.say("\n" + Report.table(finding.figures))
            findings.append((name.rawValue, finding))
        }
        let report = Report(
            machine: machine, started: started, duration: ContinuousClock.now - clock, commit: commit,
            command: "scripts/bench.sh" + only.map { " --only \($0.rawValue)" }.joined() + (quick ? " --quick" : ""),
            findings: findings)
        if let output {
            try Data(report.markdown.utf8).write(to: URL(filePath: output))
        } else {
            print(report.markdown)
        }
        guard findings.flatMap(\.finding.figures).allSatisfy(\.holds) else { throw ExitCode.failure }
    }
}
