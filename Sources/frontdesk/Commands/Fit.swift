import Answering
import ArgumentParser
import Evaluation
import Foundation

/// `frontdesk fit`.
struct Fit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fit the weights of re-ranker, evidence and confidence on folders of questions.",
        discussion: """
            For those who change the program. Asks the questions of `frontdesk eval`'s sets, writes what the desk knew of \
            each, fits on one half of the articles and says how the fit does on the other. docs/quality.md tells how the \
            weights in use were made.
            """,
        shouldDisplay: false)

    @Argument(help: "Folders such as corpora/harbour-lane.")
    var folders: [String]
    @Option(name: .long, help: "Folder to keep the documents in for the next run.")
    var data: String
    @Option(name: .long, help: "File to write a line per question to.")
    var samples: String
    @Flag(name: .long, help: "Half of the articles at a time, for the confidence.")
    var half = false
    @Option(name: .long, help: "JSON file with settings.")
    var config: String?

    func run() async throws {
        guard FileManager.default.createFile(atPath: samples, contents: nil),
            let file = FileHandle(forWritingAtPath: samples)
        else { throw ValidationError("\(samples) cannot be written.") }
        for folder in folders {
            let whole = try EvaluationSet.read(URL(filePath: folder))
            for set in half ? [whole.half(), whole.half(other: true)] : [whole] {
                try await EvaluationFeed.with(set, data: data, config: config) { target in
                    for part in [EvaluationPart.tune, .report] {
                        for question in set.part(part).questions {
                            guard let (inspection, documents) = try await target.inspect(question) else { continue }
                            let sample = FittingSample(
                                set: whole.name, part: part, question: question, inspection, documents)
                            try file.write(contentsOf: try JSONEncoder().encode(sample) + [UInt8(ascii: "\n")])
                        }
                    }
                }
            }
        }
    }
}
