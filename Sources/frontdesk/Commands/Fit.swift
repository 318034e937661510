import Answering
import ArgumentParser
import Evaluation
import Foundation

/// `frontdesk fit`.
struct Fit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fit the weights of the confidence on folders of questions.",
        discussion: """
            For those who change the program; the weights stand in Sources/Answering. Asks the questions \
            of `frontdesk eval`'s sets with half of their articles as the knowledge base, then with the other half, fits \
            on the tuning part and says how the fit does on the rest. --samples keeps what the desk knew of each question.
            """,
        shouldDisplay: false)

    @Argument(help: "Folders whose passages belong to articles.")
    var folders: [String]
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Folders whose answerable questions are known ones, all documents taken in; they weigh half.")
    var known: [String] = []
    @Option(
        name: .long, parsing: .upToNextOption,
        help:
            "Folders with questions that only seem to be answered by their passages, asked with all documents taken in."
    )
    var adversarial: [String] = []
    @Option(name: .long, parsing: .upToNextOption, help: "Features of the confidence to leave out, by name.")
    var without: [String] = []
    @Option(name: .long, help: "Logits to add to the fitted bias, so that fewer known questions are declined.")
    var raise = 0.0
    @Option(name: .long, help: "Folder to keep the documents in for the next run. (default: a temporary one)")
    var data: String?
    @Option(name: .long, help: "File to write a line of JSON per question to.")
    var samples: String?
    @Option(name: .long, help: "JSON file with settings.")
    var config: String?

    func validate() throws {
        let unknown = without.filter { !ConfidenceFeatures.names.contains($0) }
        guard unknown.isEmpty else {
            throw ValidationError(
                "There is no feature called \(unknown.joined(separator: ", ")). The features: "
                    + ConfidenceFeatures.names.joined(separator: ", ") + ".")
        }
        guard raise.isFinite else { throw ValidationError("--raise takes a number, such as 0.75.") }
    }

    func run() async throws {
        var all: [FittingSample] = []
        for folder in folders {
            let whole = try EvaluationSet.read(URL(filePath: folder))
            for half in [whole.half(), whole.half(other: true)] { all += try await sample(half, named: whole.name) }
        }
        for folder in known {
            let whole = try EvaluationSet.read(URL(filePath: folder))
            all += try await sample(whole, named: whole.name).filter(\.isAnswerable)
        }
        for folder in adversarial {
            let whole = try EvaluationSet.read(URL(filePath: folder))
            all += try await sample(whole, named: whole.name + Self.adversarialSuffix)
        }
        if let samples { try write(all, to: samples) }
        let tune = all.filter { $0.part == EvaluationPart.tune.rawValue }
        var weights = Dictionary(
            known.map { (URL(filePath: $0).lastPathComponent, 0.5) }, uniquingKeysWith: { first, _ in first })
        for folder in adversarial {
            weights[URL(filePath: folder).lastPathComponent + Self.adversarialSuffix] = Self.adversarialWeight
        }
        guard
            let fit = ConfidenceFit(
                tune.map(\.confidenceSample), weights: weights, leftOut: Set(without), raise: raise)
        else {
            throw ValidationError("The folders hold no questions to fit on.")
        }
        Console.out(fit.description)
        let report = all.filter { $0.part == EvaluationPart.report.rawValue }
        for set in Dictionary(grouping: report, by: \.set).sorted(by: { $0.key < $1.key }) {
            Console.out(fit.judgement(of: set.key, set.value.map(\.confidenceSample)))
        }
    }

    private static let adversarialSuffix = ", adversarial"
    /// Of a set's: customers ask what the documents do not hold far more often than what they seem to hold.
    private static let adversarialWeight = 0.6

    private func sample(_ set: EvaluationSet, named name: String) async throws -> [FittingSample] {
        try await EvaluationFeed.with(set, data: data, config: config) { target in
            var samples: [FittingSample] = []
            for part in [EvaluationPart.tune, .report] {
                for question in set.part(part).questions {
                    guard let (inspection, documents) = try await target.inspect(question) else { continue }
                    samples.append(
                        FittingSample(set: name, part: part, question: question, inspection, documents))
                }
            }
            return samples
        }
    }

    private func write(_ all: [FittingSample], to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw ValidationError("\(path) cannot be written.") }
        for sample in all {
            try file.write(contentsOf: try JSONEncoder().encode(sample) + [UInt8(ascii: "\n")])
        }
    }
}
