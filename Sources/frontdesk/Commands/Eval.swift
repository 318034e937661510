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
            prints what came of it. corpora/harbour-lane shows the format. Of a folder with turns.jsonl (history, text, \
            rewrite) it prints how near the desk's rewriting of follow-up questions comes to the given one.
            """)

    @Argument(help: "Folders such as corpora/harbour-lane.")
    var folders: [String] = []
    @Flag(name: .long, help: "Write the reports as JSON, a row per question.")
    var json = false
    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp(
            "Compare two runs that --json wrote, before and after.",
            discussion: "The mean of each measure with its change and how sure that is, by a paired bootstrap.",
            valueName: "file"))
    var compare: [String] = []
    @Option(name: .long, help: "JSON file with settings.")
    var config: String?
    @Option(name: .long, help: "Folder to keep the documents in for the next run. (default: a temporary one)")
    var data: String?
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Which questions: all, tune or report. (default: all)",
            discussion: "Weights are fitted on the one half and judged on the other."),
        transform: { text in
            guard let part = EvaluationPart(rawValue: text) else {
                throw ValidationError("--part is all, tune or report.")
            }
            return part
        })
    var part = EvaluationPart.all
    @Flag(
        name: .long,
        help: "Take in half of the articles alone, so that questions about the others are to be declined.")
    var half = false

    @Option(
        name: .shortAndLong,
        help: "Ask a business's own regression cases instead, by its number or name, from its data folder.")
    var business: String?

    func validate() throws {
        guard business == nil || folders.isEmpty && compare.isEmpty else {
            throw ValidationError("--business asks the business's own cases: name no folders and no runs beside it.")
        }
        guard business == nil else { return }
        guard compare.isEmpty || compare.count == 2 else {
            throw ValidationError("--compare takes two files: the run before and the run after.")
        }
        guard folders.isEmpty != compare.isEmpty else {
            throw ValidationError("Name folders to evaluate, such as corpora/harbour-lane, or two runs to --compare.")
        }
    }

    func run() async throws {
        if let business { return try await runCases(of: business) }
        guard compare.isEmpty else { return try compareRuns() }
        let conversations = folders.filter { FollowUpEvaluation.holdsTurns(URL(filePath: $0)) }
        try evaluateFollowUps(conversations)
        let judged = folders.filter { GroundingPairs.stand(in: URL(filePath: $0)) }
        for folder in judged { try judge(folder) }
        var reports: [EvaluationReport] = []
        for folder in folders where !conversations.contains(folder) && !judged.contains(folder) {
            reports.append(try await evaluate(folder))
        }
        if reports.isEmpty { return }
        if json {
            Console.out(String(decoding: try EvaluationReport.json(reports), as: UTF8.self))
        } else {
            Console.out(EvaluationReport.table(reports))
            for line in reports.flatMap(\.failures) { Console.error(line) }
        }
    }

    /// Folders of follow-up turns, which need no documents.
    private func evaluateFollowUps(_ folders: [String]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        for folder in folders {
            let report = try FollowUpEvaluation(URL(filePath: folder), part: part)
            Console.out(json ? String(decoding: try encoder.encode(report), as: UTF8.self) : report.summary)
        }
    }

    /// Pairs of claim and evidence are put to the check of generated sentences.
    private func judge(_ folder: String) throws {
        let report = try GroundingPairs.read(URL(filePath: folder)).part(part).report()
        guard json else { return Console.out(report.description) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        Console.out(String(decoding: try encoder.encode(report), as: UTF8.self))
    }

    private func compareRuns() throws {
        let runs = try compare.map { path in
            do {
                return try EvaluationReport.read(Data(contentsOf: URL(filePath: path)))
            } catch is DecodingError {
                throw ValidationError("\(path) is not what `frontdesk eval --json` writes.")
            }
        }
        let comparisons = runs[1].compactMap { after in
            runs[0].first { $0.set == after.set }.map { ReportComparison(before: $0, after: after) }
        }
        guard !comparisons.isEmpty else { throw ValidationError("The two runs have no set in common.") }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            Console.out(String(decoding: try encoder.encode(comparisons), as: UTF8.self))
        } else {
            Console.out(ReportComparison.table(comparisons))
        }
    }

    private func evaluate(_ folder: String) async throws -> EvaluationReport {
        let whole = try EvaluationSet.read(URL(filePath: folder))
        let set = (half ? whole.half() : whole).part(part)
        return try await EvaluationFeed.with(set, data: data, config: config) { target in
            var bar = ProgressBar()
            let report = try await Evaluator(target).run(set)
            bar.finish("\(folder): \(set.questions.count) questions asked.")
            return report
        }
    }
}
