import DeskModel
import Foundation
import Storage

/// The built server over a data folder with some chunks and open conversations.
struct ServedDesk: Sendable {
    let server: ServerProcess
    let business: BusinessID
    let conversations: [ConversationID]
    let questions: [String]
    let folder: String

    init(_ bench: Workbench, embedder: any Embedder, conversations count: Int) async throws {
        let sample = try await bench.sample(embedder)
        folder = try bench.newFolder("served")
        (business, conversations) = try await Self.fill(folder, with: sample, conversations: count, embedder, bench)
        questions = sample.questions
        server = try await ServerProcess(bench, folder: folder)
    }

    /// Stores everything and lets go of the folder, which one process at a time can have.
    private static func fill(
        _ folder: String, with sample: SampleChunks, conversations count: Int, _ embedder: any Embedder,
        _ bench: Workbench
    ) async throws -> (BusinessID, [ConversationID]) {
        let desk = try await BenchDesk(bench, folder: folder)
        _ = try await desk.store(bench.sizes.smallSet, model: embedder) { sample.embedded[$0] }
        var conversations: [ConversationID] = []
        for _ in 0..<count {
            conversations.append(try await desk.store.openConversation(in: desk.business.id, channel: .web).id)
        }
        return (desk.business.id, conversations)
    }

    /// Opens a conversation's socket and reads the greeting.
    func connect(_ conversation: Int) throws -> WebSocketClient {
        let socket = try WebSocketClient(
            port: server.port, path: "/ws/chat/\(business)/\(conversations[conversation])/?stream=1")
        _ = try socket.receive()
        return socket
    }
}

extension ServedDesk {
    /// Opens a dashboard of the business and reads the snapshot.
    func connectDashboard() throws -> WebSocketClient {
        let socket = try WebSocketClient(port: server.port, path: "/ws/dashboard?business=\(business)&topics=message")
        try socket.send(#"{"type":"auth","key":"\#(ServerProcess.adminToken)"}"#)
        _ = try socket.receive()
        return socket
    }
}

/// A frame of the chat socket, as far as it matters here.
struct ChatReply: Decodable {
    let type: String?
    let text: String?
    let message: String?
    let answered: Bool?
    let code: String?

    init(_ json: String) throws { self = try JSONDecoder().decode(ChatReply.self, from: Data(json.utf8)) }
}

extension WebSocketClient {
    /// Asks and reads the whole answer. - Returns: the time until the first piece was here, and whether it was an answer.
    func ask(_ question: String) throws -> (firstToken: Duration, answered: Bool) {
        let message = try JSONEncoder().encode(["message": question, "type": "user"])
        let start = ContinuousClock.now
        try send(String(decoding: message, as: UTF8.self))
        var first: Duration?
        while true {
            let text = try receive()
            let now = ContinuousClock.now
            let reply = try ChatReply(text)
            if reply.type == "error" { throw BenchFailure("the desk said \(reply.code ?? "nothing")") }
            if reply.type == "delta", first == nil { first = now - start }
            if let answered = reply.answered {
                guard let first else { throw BenchFailure("an answer came without a piece before it") }
                return (first, answered)
            }
        }
    }
}
