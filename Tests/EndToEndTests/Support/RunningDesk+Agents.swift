import Foundation
import NIOWebSocket

/// What agents do, over the API and the dashboard's socket.
extension RunningDesk {
    /// Acts on a conversation: `take`, `release`, `transfer`, `suggest`, `typing`, `read`.
    func act(
        _ action: String, _ conversation: String, _ business: TestBusiness, _ body: [String: Any] = [:]
    ) async throws -> HTTPReply {
        try await call("POST", "/api/conversations/\(conversation)/\(action)", key: business.key, json: body)
    }

    /// Connects a dashboard. - Parameter query: such as `after=7`.
    func dashboard(_ business: TestBusiness, _ query: String = "") async throws -> ChatClient {
        try await ChatClient.connect(
            port: port, path: "/ws/dashboard" + (query.isEmpty ? "" : "?\(query)"),
            headers: ["Authorization": "Bearer \(business.key)"])
    }
}

extension ChatClient {
    /// Sends a frame.
    func send(json: [String: Any]) async throws {
        try await send(.text, Array(try JSONSerialization.data(withJSONObject: json)))
    }
}

extension ChatFrame {
    var cursor: Int? { json["cursor"] as? Int }
    var conversation: String? { json["conversation_id"] as? String }
    var state: String? { json["state"] as? String }
    var author: String? { json["author_name"] as? String }
    /// The message in an event of the dashboard.
    var told: [String: Any] { json["message"] as? [String: Any] ?? [:] }
    var toldID: String? { told["message_id"] as? String }
}
