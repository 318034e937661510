import DeskModel
import Foundation

/// How soon the first piece of an answer is at the customer, without a language model.
enum FirstTokenBenchmark {
    private static let questionsPerSocket = 5

    static func run(_ bench: Workbench) async throws -> Finding {
        let embedder = try bench.embedder()
        let count = bench.sizes.questions
        let desk = try await ServedDesk(bench, embedder: embedder, conversations: count / questionsPerSocket + 3)
        defer { try? FileManager.default.removeItem(atPath: desk.folder) }
        var random = SeededGenerator(seed: 11)
        let questions = desk.questions.shuffled(using: &random)
        var firstTokens: [Double] = []
        var embeddings: [Double] = []
        var answered = 0
        for socketNumber in desk.conversations.indices {
            bench.say("first token, socket \(socketNumber + 1) of \(desk.conversations.count)")
            let socket = try await offPool { try desk.connect(socketNumber) }
            for number in 0..<questionsPerSocket {
                let question = questions[(socketNumber * questionsPerSocket + number) % questions.count]
                let reply = try await offPool { try socket.ask(question) }
                let own = try await ContinuousClock().measure { _ = try await embedder.embed([question], for: .query) }
                // The first two sockets warm everything up.
                guard socketNumber >= 2 else { continue }
                firstTokens.append(reply.firstToken.milliseconds)
                embeddings.append(own.milliseconds)
                answered += reply.answered ? 1 : 0
            }
        }
        return Finding(
            figures: [
                Figure(
                    what: "First streamed token without a language model, \(bench.sizes.smallSet) chunks, p50 ms",
                    ours: Figure.number(firstTokens.median),
                    peer: "\(Figure.number(embeddings.median)) (query embedding)",
                    ratio: firstTokens.median / embeddings.median, bar: .atMost(3))
            ],
            notes: [
                """
                From sending the question over a WebSocket to the built server (`frontdesk serve`) until the first \
                `delta` frame is read: the message is stored durably, embedded, searched for, and the answer's sentences \
                are chosen. \(firstTokens.count) different questions, \(questionsPerSocket) to a conversation; \
                \(answered) were answered, the others declined. p95 \(Figure.number(firstTokens.quantile(0.95))) ms.
                """,
                """
                After each, the same question is embedded by the same engine in the benchmark's own process, p95 \
                \(Figure.number(embeddings.quantile(0.95))) ms.
                """,
            ])
    }
}
