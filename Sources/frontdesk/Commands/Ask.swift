import Answering
import ArgumentParser
import DeskModel

/// `frontdesk ask`.
struct Ask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Ask a question and see the answer with its sources.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var named: BusinessOption
    @Flag(name: .long, help: "Write the answer object as JSON.")
    var json = false
    @Argument(help: "The question.")
    var question: String

    func run() async throws {
        let system = try await DeskSystem.open(try common.settings(), quiet: true)
        let business = try await named.find(in: system.store)
        let request = AnswerRequest(business: business, question: question, history: [])
        let (answer, _) = try await system.answerer.answer(request)
        if json { return try Console.json(answer) }
        Console.out(answer.text)
        guard !answer.citations.isEmpty else { return }
        Console.out("\nSources (confidence \(Int((answer.confidence * 100).rounded())) %):")
        for (index, citation) in answer.citations.enumerated() {
            Console.out("  [\(index + 1)] \(citation.title), page \(citation.page): “\(citation.quote)”")
        }
    }
}
