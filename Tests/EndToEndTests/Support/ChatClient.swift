import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A customer's WebSocket.
final class ChatClient: Sendable {
    /// What comes over the socket.
    enum Event: Sendable {
        case frame(ChatFrame)
        case ping
        /// A close frame, with its code.
        case close(Int?)
    }

    private let channel: any Channel
    private let events: AsyncStream<Event>

    /// Connects. - Throws: when the server does not upgrade the connection.
    static func connect(port: Int, path: String, headers: [String: String] = [:]) async throws -> ChatClient {
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        let upgraded = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrader = NIOTypedWebSocketClientUpgrader<Bool>(maxFrameSize: 1 << 22) { channel, _ in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(EventHandler(continuation))
                            return true
                        }
                    }
                    var fields = HTTPHeaders([("Host", "127.0.0.1:\(port)")])
                    for (name, value) in headers { fields.add(name: name, value: value) }
                    let upgrade = NIOTypedHTTPClientUpgradeConfiguration(
                        upgradeRequestHead: HTTPRequestHead(
                            version: .http1_1, method: .GET, uri: path, headers: fields),
                        upgraders: [upgrader],
                        notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededFuture(false) })
                    var configuration = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
                    // The greeting may come in one packet with the end of the handshake.
                    configuration.leftOverBytesStrategy = .forwardBytes
                    let result = try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                        configuration: configuration)
                    return result.map { (channel, $0) }
                }
            }.get()
        guard upgraded.1 else {
            try? await upgraded.0.close()
            throw Failure("no WebSocket at \(path)")
        }
        return ChatClient(channel: upgraded.0, events: events)
    }

    private init(channel: any Channel, events: AsyncStream<Event>) {
        self.channel = channel
        self.events = events
    }

    deinit { channel.close(promise: nil) }

    // MARK: Sending

    func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(
            WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: ByteBuffer(bytes: bytes)))
    }

    func send(_ text: String) async throws { try await send(.text, Array(text.utf8)) }

    /// Sends a message as a page does.
    func say(_ message: String, type: String = "user") async throws {
        let frame = try JSONSerialization.data(withJSONObject: ["message": message, "type": type])
        try await send(.text, Array(frame))
    }

    /// Hangs up without a word.
    func leave() async throws { try await channel.close() }

    // MARK: Receiving

    /// The next event. - Throws: when none comes, or the connection is gone.
    func nextEvent() async throws -> Event {
        let events = events
        return try await withPatience("a frame") {
            for await event in events { return event }
            throw Failure("the connection is closed")
        }
    }

    /// The next frame; pings are passed over.
    func next() async throws -> ChatFrame {
        while true {
            switch try await nextEvent() {
            case .frame(let frame): return frame
            case .ping: continue
            case .close(let code): throw Failure("closed with \(code ?? 0)")
            }
        }
    }

    /// All frames up to the first that fits, that one included.
    func frames(through fits: (ChatFrame) -> Bool) async throws -> [ChatFrame] {
        var frames: [ChatFrame] = []
        while true {
            let frame = try await next()
            frames.append(frame)
            if fits(frame) { return frames }
        }
    }

    /// The next frame that fits; those before it are passed over.
    func next(_ fits: (ChatFrame) -> Bool) async throws -> ChatFrame {
        while true {
            let frame = try await next()
            if fits(frame) { return frame }
        }
    }

    /// Asks and waits for the answer.
    func answer(to question: String) async throws -> ChatFrame {
        try await say(question)
        return try await next(\.isAnswer)
    }

    /// Waits until the server closes. - Returns: the code.
    func closeCode() async throws -> Int? {
        while true {
            if case .close(let code) = try await nextEvent() { return code }
        }
    }
}

/// Hands events on, and answers pings and closes as RFC 6455 asks for.
private final class EventHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let events: AsyncStream<ChatClient.Event>.Continuation

    init(_ events: AsyncStream<ChatClient.Event>.Continuation) { self.events = events }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        var content = frame.unmaskedData
        switch frame.opcode {
        case .text:
            events.yield(.frame(ChatFrame(text: content.readString(length: content.readableBytes) ?? "")))
        case .ping:
            events.yield(.ping)
            reply(.pong, content, context)
        case .connectionClose:
            events.yield(.close(content.getInteger(at: content.readerIndex, as: UInt16.self).map(Int.init)))
            reply(.connectionClose, content, context)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        events.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func reply(_ opcode: WebSocketOpcode, _ content: ByteBuffer, _ context: ChannelHandlerContext) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: content)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
