import Answering
import ArgumentParser
import DeskModel
import Storage

/// `frontdesk replay`.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put an answered question again and see what changed.",
        discussion: """
            Searches what is served now: earlier generations of an index are not kept. Exit status 0 when the same \
            passages are found and the same is said, 1 when something changed. A running server holds the data: ask it \
            with POST /api/answers/ID/replay instead.
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var named: BusinessOption
    @Flag(name: .long, help: "Write the comparison as JSON.")
    var json = false
    @Argument(help: "The answer's message id or its receipt id.")
    var id: String

    func run() async throws {
        let system = try await DeskSystem.open(try common.settings(), quiet: true)
        let business = try await named.find(in: system.store)
        let id = id.lowercased()
        let named = UUIDv7.isValid(id) ? try await system.store.message(id, in: business.id) : nil
        guard UUIDv7.isValid(id),
            let receipt = try await system.store.receipt(named?.receipt ?? id, in: business.id),
            let message = try await system.store.message(ofReceipt: receipt.id, in: business.id)
        else { throw ValidationError("\(business.name) gave no answer with the id \(id).") }
        let replay = try await system.answerer.replay(
            receipt, text: message.text, history: try await system.store.history(before: message), in: business,
            versions: try await system.store.newestVersions(of: receipt))
        if json { try Console.json(replay) } else { Console.out(Self.report(replay)) }
        if !replay.isEqual { throw ExitCode.failure }
    }

    /// For people.
    static func report(_ replay: AnswerReplay) -> String {
        var lines = ["Question: \(replay.question)"]
        let then = replay.generationThen.map(String.init) ?? "unknown"
        lines.append(
            replay.isSameGeneration
                ? "Index: generation \(replay.generationNow), as it was."
                : "Index: generation \(then) then, \(replay.generationNow) now. Earlier generations are not kept, so this "
                    + "compares with what is served now.")
        for document in replay.documents where document.versionThen != document.versionNow {
            lines.append(
                "Document \(document.document): version \(document.versionThen) then, "
                    + (document.versionNow.map { "\($0) now." } ?? "gone now."))
        }
        if replay.embeddingModelThen != replay.embeddingModelNow {
            lines.append("Embedding model: \(replay.embeddingModelThen) then, \(replay.embeddingModelNow) now.")
        }
        if replay.rerankingModelThen != replay.rerankingModelNow {
            lines.append(
                "Re-ranking model: \(replay.rerankingModelThen ?? "none") then, \(replay.rerankingModelNow ?? "none") now."
            )
        }
        if replay.languageModelThen != replay.languageModelNow {
            lines.append(
                "Language model: \(replay.languageModelThen ?? "none") then, \(replay.languageModelNow ?? "none") now.")
        }
        if let isPromptSame = replay.isPromptSame {
            lines.append(isPromptSame ? "Prompt: the same." : "Prompt: changed.")
        }
        lines.append("Passages:" + (replay.passages.isEmpty ? " none." : ""))
        lines += replay.passages.map { passage in
            let sign = ["same": " ", "moved": "~", "gained": "+", "lost": "-"][passage.kind.rawValue] ?? " "
            let ranks = [passage.rankThen, passage.rankNow].map { $0.map(String.init) ?? "-" }.joined(separator: " -> ")
            let quote = (passage.quote ?? "").split(whereSeparator: \.isNewline).joined(separator: " ").prefix(70)
            return "  \(sign) \(ranks)  \(passage.title ?? passage.document), page \(passage.page): \(quote)"
        }
        if replay.isSameAnswer {
            lines.append("Answer: the same.")
        } else {
            lines.append("- \(replay.answerThen)  [\(replay.methodThen.rawValue)]")
            lines.append("+ \(replay.answerNow)  [\(replay.methodNow.rawValue)]")
        }
        return lines.joined(separator: "\n")
    }
}
