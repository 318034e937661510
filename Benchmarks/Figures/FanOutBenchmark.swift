import Foundation

/// How evenly a message reaches everyone who watches.
enum FanOutBenchmark {
    private static let warmUps = 5
    /// Between two messages, so that each meets an idle server.
    private static let pause: Duration = .milliseconds(50)

    static func run(_ bench: Workbench) async throws -> Finding {
        let count = bench.sizes.watchers
        let desk = try await ServedDesk(bench, embedder: bench.embedder(), conversations: 2)
        defer { try? FileManager.default.removeItem(atPath: desk.folder) }
        bench.say("fan-out, opening \(count) sockets")
        let chats = try await measure(bench, desk, in: 0) { try desk.connect(0) }
        let dashboards = try await measure(bench, desk, in: 1) { try desk.connectDashboard() }
        return Finding(
            figures: [
                figure("A message to \(count) chat sockets, p99 ms", chats),
                figure("A message to \(count) dashboards, p99 ms", dashboards),
            ],
            notes: [
                """
                From sending a message over a WebSocket to the built server until each of \(count) other sockets has it; \
                the message is durable before any gets it. \(bench.sizes.sent) messages, one at a time, all read by one \
                thread; the times of every message at every socket together. The peer is the median of the same times: \
                what is held is that nobody waits much longer than others. Slowest: \
                \(Figure.number(chats.max() ?? .nan)) and \(Figure.number(dashboards.max() ?? .nan)) ms.
                """
            ])
    }

    private static func figure(_ what: String, _ times: [Double]) -> Figure {
        let (middle, late) = (times.median, times.quantile(0.99))
        return Figure(
            what: what, ours: Figure.number(late), peer: "\(Figure.number(middle)) (p50)", ratio: late / middle,
            bar: .atMost(5))
    }

    /// - Parameter conversation: the one that is written to; only one in which nothing was said yet is greeted.
    /// - Returns: milliseconds from sending to arrival, for every message and socket.
    private static func measure(
        _ bench: Workbench, _ desk: ServedDesk, in conversation: Int,
        connect: @escaping @Sendable () throws -> WebSocketClient
    ) async throws -> [Double] {
        let (count, sent) = (bench.sizes.watchers, bench.sizes.sent)
        let sockets = try await offPool { try (0..<count).map { _ in try connect() } }
        let writer = try await offPool { try desk.connect(conversation) }
        var times: [Double] = []
        for number in 0..<warmUps + sent {
            let text = "fan-out \(UUID().uuidString)"
            let (start, arrivals) = try await offPool {
                let start = ContinuousClock.now
                try writer.send(#"{"message":"\#(text)","type":"system"}"#)
                return (start, try WebSocketClient.arrivals(at: sockets) { $0.contains(text) })
            }
            if number >= warmUps { times += arrivals.map { ($0 - start).milliseconds } }
            // A socket may send twenty messages at once, and then two a second.
            try await Task.sleep(for: number < 15 ? pause : .milliseconds(550))
        }
        return times
    }
}
