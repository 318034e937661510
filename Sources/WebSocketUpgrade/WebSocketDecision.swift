public import HTTPTypes

/// What becomes of a request that asks for a WebSocket.
public enum WebSocketDecision: Sendable {
    /// The connection becomes a WebSocket and `session` runs on it.
    ///
    /// Once this is decided `session` runs exactly once, even when the client has left in the meantime: then it meets
    /// a session whose inbound messages have ended. So what was reserved while deciding can be released in `session`.
    /// The connection is closed with 1000 when it returns and with 1011 when it throws; its task is cancelled when the
    /// connection is gone.
    /// - `headers`: added to the 101 response, except those that the handshake itself defines.
    /// - `subprotocol`: the one chosen; sent only if the client offered it, as RFC 6455 demands.
    case accept(
        headers: HTTPFields = [:], subprotocol: String? = nil,
        session: @Sendable (WebSocketSession) async throws -> Void)
    /// The request is answered with a status and a short body, and the connection is closed.
    case reject(status: HTTPResponse.Status, headers: HTTPFields = [:], body: String = "")
    /// The request goes to the HTTP responder like any other.
    case notMine
}
