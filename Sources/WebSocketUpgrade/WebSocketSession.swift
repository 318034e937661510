import NIOCore
import NIOWebSocket
import Synchronization

/// An open WebSocket as its session sees it: messages in, messages out.
public final class WebSocketSession: Sendable {
    typealias FrameChannel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    private let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    private let channel: any Channel
    private let configuration: WebSocketConfiguration
    private let state: Mutex<ProtocolState>
    private let frames: NIOAsyncChannelInboundStream<WebSocketFrame>

    init(
        frames: NIOAsyncChannelInboundStream<WebSocketFrame>,
        outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, channel: any Channel,
        configuration: WebSocketConfiguration
    ) {
        self.frames = frames
        self.outbound = outbound
        self.channel = channel
        self.configuration = configuration
        state = Mutex(ProtocolState(maximumMessageBytes: configuration.maximumMessageBytes))
    }

    /// The peer's messages, until it closes or breaks the protocol. Read by one task; reading also answers pings, so a
    /// session that does not read is one whose peer is held back.
    public var inbound: Messages { Messages(session: self, frames: frames.makeAsyncIterator()) }

    /// Sends a text; waits while the peer does not read.
    ///
    /// - Throws: `WebSocketError.closed`, or what the channel throws.
    public func send(_ text: String) async throws {
        guard !state.withLock({ $0.hasSentClose }) else { throw WebSocketError.closed }
        try await outbound.write(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text)))
    }

    /// Says good-bye; the connection ends when the peer answers, or after the close time-out.
    ///
    /// - Parameter reason: at most 123 bytes of it are sent.
    public func close(code: UInt16, reason: String) async throws {
        guard state.withLock({ $0.close() }) else { return }
        try await writeClose(code, reason)
    }

    private func writeClose(_ code: UInt16, _ reason: String) async throws {
        var data = ByteBuffer(integer: code)
        var short = reason.prefix(123)
        while short.utf8.count > 123 { short.removeLast() }
        data.writeString(String(short))
        try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
        let channel = channel
        channel.eventLoop.scheduleTask(in: configuration.closeTimeout) { channel.close(promise: nil) }
    }

    /// - Returns: the frame's message, `nil` when it holds none; `isOver` when no more come.
    fileprivate func take(_ frame: WebSocketFrame) async throws -> (message: WebSocketMessage?, isOver: Bool) {
        let action = state.withLock { $0.receive(ProtocolState.Frame(frame)) }
        switch action {
        case .nothing: return (nil, false)
        case .deliver(let message): return (message, false)
        case .pong(let payload):
            try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: ByteBuffer(bytes: payload)))
            return (nil, false)
        case .close(let code, let reason, let peerHasClosed):
            if let code { try await writeClose(code, reason) }
            if peerHasClosed { outbound.finish() }
            return (nil, true)
        }
    }

    /// The messages of a session, one after the other.
    public struct Messages: AsyncSequence, Sendable {
        let session: WebSocketSession
        let frames: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator

        public struct AsyncIterator: AsyncIteratorProtocol {
            let session: WebSocketSession
            var frames: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator
            var isOver = false

            public mutating func next() async throws -> WebSocketMessage? {
                while !isOver, let frame = try await frames.next() {
                    let (message, isOver) = try await session.take(frame)
                    self.isOver = isOver
                    if let message { return message }
                }
                return nil
            }
        }

        public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(session: session, frames: frames) }
    }
}

extension ProtocolState.Frame {
    init(_ frame: WebSocketFrame) {
        let opcode: ProtocolState.Opcode =
            switch frame.opcode {
            case .continuation: .continuation
            case .text: .text
            case .binary: .binary
            case .connectionClose: .close
            case .ping: .ping
            case .pong: .pong
            default: .reserved
            }
        self.init(
            isFinal: frame.fin, hasReservedBits: frame.rsv1 || frame.rsv2 || frame.rsv3,
            isMasked: frame.maskKey != nil, opcode: opcode, payload: Array(frame.unmaskedData.readableBytesView))
    }
}
