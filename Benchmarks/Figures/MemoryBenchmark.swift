import DeskModel
import Foundation

/// What the server holds in memory: at rest, and for each idle chat socket.
enum MemoryBenchmark {
    private static let mebibyte = 1_048_576.0

    static func run(_ bench: Workbench) async throws -> Finding {
        let count = bench.sizes.sockets
        let desk = try await ServedDesk(bench, embedder: bench.embedder(), conversations: count + 1)
        defer { try? FileManager.default.removeItem(atPath: desk.folder) }
        bench.say("memory, at rest")
        // So that model and index are loaded and used.
        try await offPool {
            let socket = try desk.connect(count)
            for question in desk.questions.prefix(10) { _ = try socket.ask(question) }
        }
        try await Task.sleep(for: .seconds(bench.sizes.idleSeconds))
        let rest = desk.server.residentBytes
        bench.say("memory, opening \(count) sockets")
        let sockets = try await offPool { try (0..<count).map { try desk.connect($0) } }
        try await Task.sleep(for: .seconds(bench.sizes.idleSeconds))
        let idle = desk.server.residentBytes
        let open = try await offPool { try sockets.count { try $0.isOpen() } }
        guard open == count else { throw BenchFailure("only \(open) of \(count) sockets were still open") }
        let perSocket = Double(idle - rest) / Double(count) / 1_024
        return Finding(
            figures: [
                Figure(
                    what: "Server at rest, model loaded, MiB resident", ours: Figure.number(Double(rest) / mebibyte),
                    peer: "400", ratio: Double(rest) / mebibyte / 400, bar: .atMost(1)),
                Figure(
                    what: "\(count) idle chat sockets, KiB resident each", ours: Figure.number(perSocket), peer: "40",
                    ratio: perSocket / 40, bar: .atMost(1)),
            ],
            notes: [
                """
                Resident set of `frontdesk serve` over \(bench.sizes.smallSet) chunks, \
                \(Figure.number(bench.sizes.idleSeconds)) seconds after ten questions were answered; then again with \
                \(count) WebSockets open, each in a conversation of its own, \(Figure.number(bench.sizes.idleSeconds)) \
                seconds after the last greeting was read (\(Figure.number(Double(idle) / mebibyte)) MiB); all were still \
                open afterwards.
                """
            ])
    }
}
