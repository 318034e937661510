public import HTTPTypes
public import HummingbirdCore
public import Logging
public import NIOCore

extension HTTPServerBuilder {
    /// HTTP/1.1 whose connections can become WebSockets (RFC 6455).
    ///
    /// - Parameters:
    ///   - http: as for `.http1`.
    ///   - decide: told the request's head, the peer's address and a logger; says what becomes of the upgrade.
    public static func webSocketUpgrade(
        configuration: WebSocketConfiguration = WebSocketConfiguration(), http: HTTP1Channel.Configuration = .init(),
        decide: @escaping @Sendable (HTTPRequest, SocketAddress?, Logger) async -> WebSocketDecision
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            WebSocketUpgradeChannel(responder: responder, configuration: configuration, http: http, decide: decide)
        }
    }
}
