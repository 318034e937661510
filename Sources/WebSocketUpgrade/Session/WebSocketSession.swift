import NIOCore

/// An open WebSocket, seen by the code that talks over it: messages in, messages out.
///
/// Pings, pongs, fragments and the closing handshake never show. Sending is safe from several tasks at once.
public struct WebSocketSession: Sendable {
    /// The messages of the peer. Only one task may iterate, once.
    public let inbound: WebSocketInbound
    /// The address of the peer of this connection, which may be a proxy's.
    public let remoteAddress: String?

    private let channel: any Channel
    private let isOpened: Bool
    private let maximumBytes: Int

    /// - Parameters:
    ///   - inbound: `nil` makes the session of a connection that was lost before it could be opened.
    init(channel: any Channel, inbound: NIOAsyncChannelInboundStream<WebSocketMessage>?, maximumBytes: Int) {
        self.inbound = WebSocketInbound(stream: inbound)
        isOpened = inbound != nil
        remoteAddress = channel.remoteAddress.map { $0.ipAddress ?? $0.description }
        self.channel = channel
        self.maximumBytes = maximumBytes
    }

    /// Sends a text message and waits until the socket has taken all of it.
    ///
    /// A slow peer makes its own sender wait, for `WebSocketConfiguration.writeTimeout` at most; cancelling the task
    /// does not take back a message that is being sent.
    /// - Throws: `WebSocketError`, or `CancellationError` when the task is cancelled already.
    public func send(_ text: String) async throws {
        try await send(.text(text), bytes: text.utf8.count)
    }

    /// Sends a binary message and waits until the socket has taken all of it, like `send(_:)` of a text.
    /// - Throws: `WebSocketError`, or `CancellationError` when the task is cancelled already.
    public func send(_ bytes: [UInt8]) async throws {
        try await send(.binary(bytes), bytes: bytes.count)
    }

    /// Begins the closing handshake; what was sent before still goes out, nothing can be sent after.
    ///
    /// No message that comes later is delivered. A connection that is closing already stays as it is.
    /// - Parameters:
    ///   - code: 1000 to 1003, 1007 to 1014 or 3000 to 4999.
    ///   - reason: for the peer's logs; cut to the 123 bytes that a close frame has room for.
    /// - Throws: `WebSocketError.invalidCloseCode`.
    public func close(code: UInt16 = 1000, reason: String = "") async throws {
        guard CloseFrame.isValid(code) else { throw WebSocketError.invalidCloseCode }
        await close(CloseFrame(code: code, reason: reason))
    }

    func close(_ frame: CloseFrame) async {
        guard isOpened else { return }
        // It fails only when the connection is gone, which is what was wanted.
        try? await channel.triggerUserOutboundEvent(frame).get()
    }

    private func send(_ message: WebSocketMessage, bytes: Int) async throws {
        try Task.checkCancellation()
        guard isOpened else { throw WebSocketError.connectionClosed }
        guard bytes <= maximumBytes else { throw WebSocketError.messageTooLarge }
        do {
            try await channel.writeAndFlush(message)
        } catch {
            throw WebSocketError.connectionClosed
        }
    }
}
