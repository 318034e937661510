import NIOCore
import NIOWebSocket

/// An open WebSocket, seen by the code that talks over it: messages in, messages out.
///
/// Pings, pongs, fragments and the closing handshake never show. Sending is safe from several tasks at once.
public struct WebSocketSession: Sendable {
    /// The messages of the peer. Only one task may iterate, once.
    public let inbound: WebSocketInbound
    /// The address of the peer of this connection, which may be a proxy's.
    public let remoteAddress: String?

    private let channel: any Channel
    private let outbound: NIOAsyncChannelOutboundWriter<WebSocketMessage>?
    private let maximumBytes: Int

    /// - Parameters:
    ///   - streams: `nil` makes the session of a connection that was lost before it could be opened.
    init(
        channel: any Channel,
        streams: (NIOAsyncChannelInboundStream<WebSocketMessage>, NIOAsyncChannelOutboundWriter<WebSocketMessage>)?,
        maximumBytes: Int
    ) {
        inbound = WebSocketInbound(stream: streams?.0)
        outbound = streams?.1
        remoteAddress = channel.remoteAddress.map { $0.ipAddress ?? $0.description }
        self.channel = channel
        self.maximumBytes = maximumBytes
    }

    /// Sends a text message, waiting while the socket's send queue is full.
    /// - Throws: `WebSocketError`, or `CancellationError` when the task is cancelled while it waits.
    public func send(_ text: String) async throws {
        try await send(.text(text), bytes: text.utf8.count)
    }

    /// Sends a binary message, waiting while the socket's send queue is full.
    /// - Throws: `WebSocketError`, or `CancellationError` when the task is cancelled while it waits.
    public func send(_ bytes: [UInt8]) async throws {
        try await send(.binary(bytes), bytes: bytes.count)
    }

    /// Begins the closing handshake; what was sent before still goes out, nothing can be sent after.
    ///
    /// Inbound messages end at once. A connection that is closing already stays as it is.
    /// - Parameters:
    ///   - code: 1000 to 1003, 1007 to 1014 or 3000 to 4999.
    ///   - reason: for the peer's logs; cut to the 123 bytes that a close frame has room for.
    /// - Throws: `WebSocketError.invalidCloseCode`.
    public func close(code: UInt16 = 1000, reason: String = "") async throws {
        guard CloseFrame.isValid(code) else { throw WebSocketError.invalidCloseCode }
        await close(CloseFrame(code: code, reason: reason))
    }

    func close(_ frame: CloseFrame) async {
        // It fails only when the connection is gone, which is what was wanted.
        try? await channel.triggerUserOutboundEvent(frame).get()
    }

    private func send(_ message: WebSocketMessage, bytes: Int) async throws {
        guard bytes <= maximumBytes else { throw WebSocketError.messageTooLarge }
        guard let outbound else { throw WebSocketError.connectionClosed }
        do {
            try await outbound.write(message)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw WebSocketError.connectionClosed
        }
    }
}
