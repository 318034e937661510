import Answering
import ArgumentParser
import DeskModel

/// `frontdesk search`.
struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Find passages and see how they were ranked.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var named: BusinessOption
    @Option(name: [.customShort("k"), .long], help: "How many passages, 1 to 100.")
    var topK = 5
    @Flag(name: .long, help: "Write the passages as JSON.")
    var json = false
    @Argument(help: "What to look for.")
    var query: String

    struct Result: Encodable {
        let documentId: DocumentID
        let title: String
        let page: Int
        let text: String
        let score: Double
        let dense: Double?
        let lexical: Double?
    }

    func validate() throws {
        guard (1...100).contains(topK) else { throw ValidationError("--top-k must be from 1 to 100.") }
    }

    func run() async throws {
        let system = try await DeskSystem.open(try common.settings(), quiet: true)
        let business = try await named.find(in: system.store)
        let passages = try await system.answerer.search(query, in: business, limit: topK)
        if json {
            return try Console.json(
                passages.map {
                    Result(
                        documentId: $0.chunk.document, title: $0.documentTitle, page: $0.chunk.pages.lowerBound,
                        text: $0.chunk.text, score: $0.score, dense: $0.dense, lexical: $0.lexical)
                })
        }
        for (rank, passage) in passages.enumerated() {
            let score = String(Int((passage.score * 1000).rounded()))
            Console.out("\(rank + 1). \(passage.documentTitle), page \(passage.chunk.pages.lowerBound) (\(score)/1000)")
            Console.out("   \(passage.chunk.text.replacing("\n", with: "\n   "))\n")
        }
        if passages.isEmpty { Console.out("Nothing found.") }
    }
}
