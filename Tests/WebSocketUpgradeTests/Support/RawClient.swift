import NIOCore
import NIOPosix

/// A client that sends whatever bytes a test wants and shows what comes back.
///
/// Not `Sendable`: one task drives it.
final class RawClient {
    struct Failure: Error { let description: String }

    let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var received = ByteBuffer()

    private init(
        _ channel: any Channel, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// - Parameter receiveBuffer: bytes the kernel may hold for a client that does not read.
    static func with<Result: Sendable>(
        port: Int, receiveBuffer: Int? = nil, _ body: (RawClient) async throws -> Result
    ) async throws -> Result {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: SocketOptionValue(receiveBuffer))
        }
        let connection = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(
                        backPressureStrategy: .init(lowWatermark: 1, highWatermark: 1),
                        isOutboundHalfClosureEnabled: true))
            }
        }
        return try await connection.executeThenClose { inbound, outbound in
            try await body(RawClient(connection.channel, inbound, outbound))
        }
    }

    /// A client whose connection has become a WebSocket.
    static func upgraded<Result: Sendable>(
        port: Int, path: String = "/", receiveBuffer: Int? = nil, _ body: (RawClient) async throws -> Result
    ) async throws -> Result {
        try await with(port: port, receiveBuffer: receiveBuffer) { client in
            try await client.send(upgradeRequest(path: path))
            let head = try await client.readHead()
            guard head.hasPrefix("HTTP/1.1 101 ") else { throw Failure(description: head) }
            return try await body(client)
        }
    }

    /// The request of RFC 6455's own example.
    static func upgradeRequest(path: String = "/", extra: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\(extra)\r\n"
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    func send(_ frames: Frame...) async throws {
        try await send(frames.flatMap(\.bytes))
    }

    /// Shuts the sending side.
    func finish() { outbound.finish() }

    /// The head of a response with its empty line.
    func readHead() async throws -> String {
        while true {
            let end: [UInt8] = [13, 10, 13, 10]
            if let range = received.readableBytesView.firstRange(of: end) {
                return received.readString(length: range.upperBound - received.readerIndex) ?? ""
            }
            guard try await more() else {
                throw Failure(description: "end of stream in head: \(String(buffer: received))")
            }
        }
    }

    func read(_ count: Int) async throws -> String {
        while received.readableBytes < count {
            guard try await more() else { throw Failure(description: "end of stream") }
        }
        return received.readString(length: count) ?? ""
    }

    /// Everything until the server shuts its side.
    func readToEnd() async throws -> String {
        while try await more() {}
        return received.readString(length: received.readableBytes) ?? ""
    }

    /// The next frame of the server; `nil` at the end of the stream.
    func readFrame() async throws -> Frame? {
        while true {
            if let frame = Frame(reading: &received) { return frame }
            guard try await more() else { return nil }
        }
    }

    /// Reads until a close frame has come and then the end of the stream.
    /// - Returns: the frame's code and reason; a code of `nil` for an empty frame.
    func readClose() async throws -> (code: UInt16?, reason: String) {
        while let frame = try await readFrame() {
            guard frame.opcode == 8 else { continue }
            var payload = ByteBuffer(bytes: frame.payload)
            return (payload.readInteger(), String(buffer: payload))
        }
        throw Failure(description: "the connection ended without a close frame")
    }

    private func more() async throws -> Bool {
        do {
            guard var buffer = try await inbound.next() else { return false }
            received.writeBuffer(&buffer)
            return true
        } catch is IOError {
            return false
        }
    }
}
