import Answering
import ArgumentParser
import DeskModel
import Evaluation
import Foundation
import Storage

/// `frontdesk eval`.
struct Eval: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check retrieval and answers on a folder of documents and questions.",
        discussion: """
            Takes the documents into a temporary data folder through the product's own path, asks every question, and \
            prints what came of it. corpora/harbour-lane shows the format.
            """)

    @Argument(help: "Folders such as corpora/harbour-lane.")
    var folders: [String]
    @Flag(name: .long, help: "Write the reports as JSON, a row per question.")
    var json = false
    @Option(name: .long, help: "JSON file with settings.")
    var config: String?
    @Option(
        name: .long, help: ArgumentHelp("Accepted for uniformity; a temporary folder is used.", visibility: .hidden))
    var data: String?

    func run() async throws {
        var reports: [EvaluationReport] = []
        for folder in folders { reports.append(try await evaluate(folder)) }
        if json {
            for report in reports { Console.out(String(decoding: try report.json(), as: UTF8.self)) }
        } else {
            Console.out(EvaluationReport.table(reports))
            for line in reports.flatMap(\.failures) { Console.error(line) }
        }
    }

    private func evaluate(_ folder: String) async throws -> EvaluationReport {
        let directory = FileManager.default.temporaryDirectory.appending(path: "frontdesk-eval-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let set = try EvaluationSet.read(URL(filePath: folder))
        let settings = try Settings(arguments: [.data: directory.path()], configFile: config)
        let system = try await DeskSystem.open(settings, quiet: true)
        let feed = EvaluationFeed(system: system, set: set)
        let target = try await feed.target()
        var bar = ProgressBar()
        let report = try await Evaluator(target).run(set)
        bar.finish("\(folder): \(set.questions.count) questions asked.")
        return report
    }
}
