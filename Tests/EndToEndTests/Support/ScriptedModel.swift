import Foundation
import LoopbackServer
import Synchronization

/// An OpenAI-compatible endpoint that does what a test says, for each business, which it knows by the name in the prompt.
final class ScriptedModel: Sendable {
    enum Behaviour: Sendable {
        /// Streams these pieces of text.
        case write([String])
        /// Answers with this status, and nothing of use.
        case fail(Int)
        /// Answers 200 with what is no reply.
        case babble
        /// Writes these pieces and breaks the connection off.
        case breakOff([String])
        /// Streams the first piece and then nothing, until the client hangs up.
        case stall(String)
        /// Streams this piece again and again, until the client hangs up.
        case drip(String)
        /// Waits for the gate before writing.
        case hold(Gate, [String])
    }

    struct Call: Sendable {
        let prompt: String
        let headers: [String: String]
        let body: String
    }

    private final class State: Sendable {
        struct Values {
            var behaviours: [String: Behaviour] = [:]
            var calls: [Call] = []
            var hangUps: [String] = []
        }
        let values = Mutex(Values())
    }

    private let server: LoopbackServer
    private let state: State

    init() throws {
        let state = State()
        self.state = state
        server = try LoopbackServer { connection in
            while let request = connection.request() {
                guard Self.answer(request, on: connection, state) else { break }
            }
        }
    }

    /// For `OPENAI_BASE_URL`.
    var url: String { server.url("/v1") }

    /// What it does for businesses whose name holds this.
    func when(_ business: String, _ behaviour: Behaviour) {
        state.values.withLock { $0.behaviours[business] = behaviour }
    }

    func calls(of business: String) -> [Call] {
        state.values.withLock { $0.calls.filter { $0.prompt.contains(business) } }
    }

    /// Dripping replies that the client hung up on.
    private func hangUps(of business: String) -> Int {
        state.values.withLock { $0.hangUps.count { $0.contains(business) } }
    }

    /// Waits until so many calls of a business have come.
    func waitForCalls(_ count: Int, of business: String) async throws {
        try await withPatience("call \(count) of the model") {
            while self.calls(of: business).count < count { try await Task.sleep(for: .milliseconds(20)) }
        }
    }

    /// Waits until the client has hung up so often.
    func waitForHangUps(_ count: Int, of business: String) async throws {
        try await withPatience("a hang-up") {
            while self.hangUps(of: business) < count { try await Task.sleep(for: .milliseconds(50)) }
        }
    }

    /// - Returns: whether the connection stays open.
    private static func answer(_ request: ReceivedRequest, on connection: Connection, _ state: State) -> Bool {
        let messages = request.json["messages"] as? [[String: Any]] ?? []
        let prompt = messages.compactMap { $0["content"] as? String }.joined(separator: "\n\n")
        let behaviour = state.values.withLock { values in
            values.calls.append(Call(prompt: prompt, headers: request.headers, body: request.text))
            return values.behaviours.first { prompt.contains($0.key) }?.value ?? .fail(404)
        }
        switch behaviour {
        case .write(let pieces): write(pieces, to: connection)
        case .fail(let status): connection.respond(status, body: #"{"error": {"message": "scripted"}}"#)
        case .babble: connection.respond(200, ["Content-Type": "text/html"], body: "<h1>Hello</h1>")
        case .breakOff(let pieces):
            connection.respondChunked()
            for piece in pieces { connection.chunk(event(piece)) }
            connection.reset()
            return false
        case .stall(let piece):
            connection.respondChunked()
            connection.chunk(event(piece))
            // Several waits, for each ends after a while.
            _ = (0..<6).contains { _ in connection.waitForClose() }
        case .drip(let piece):
            connection.respondChunked()
            for _ in 0..<600 {
                guard connection.chunk(event(piece)) else {
                    state.values.withLock { $0.hangUps.append(prompt) }
                    return false
                }
                Thread.sleep(forTimeInterval: 0.2)
            }
        case .hold(let gate, let pieces):
            gate.wait()
            write(pieces, to: connection)
        }
        return true
    }

    private static func write(_ pieces: [String], to connection: Connection) {
        connection.respondChunked()
        for piece in pieces { connection.chunk(event(piece)) }
        connection.chunk("data: [DONE]\n\n")
        connection.endChunks()
    }

    private static func event(_ text: String) -> String {
        let chunk: [String: Any] = ["choices": [["index": 0, "delta": ["content": text]]]]
        let data = (try? JSONSerialization.data(withJSONObject: chunk)) ?? Data()
        return "data: \(String(decoding: data, as: UTF8.self))\n\n"
    }
}
