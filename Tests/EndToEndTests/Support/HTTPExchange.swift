import Glibc
import NIOCore
import NIOPosix

/// One request and its reply on a connection of their own, byte for byte as the test wants them.
enum HTTPExchange {
    /// - Parameters:
    ///   - request: the head, and as much of the body as the test wants to send.
    ///   - source: the address of loopback to come from.
    static func send(
        _ request: [UInt8], method: String, port: Int, from source: String = "127.0.0.1"
    ) async throws -> HTTPReply {
        let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(to: SocketAddress(ipAddress: source, port: 0))
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await connection.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: HTTPReply?.self) { group in
                group.addTask {
                    // A server may answer before it has read everything.
                    try? await outbound.write(ByteBuffer(bytes: request))
                    return nil
                }
                group.addTask {
                    var reader = HTTPReplyReader(method: method)
                    for try await piece in inbound {
                        if let reply = try reader.take(piece.readableBytesView) { return reply }
                    }
                    guard let reply = try reader.take([], isLast: true) else {
                        throw Failure("the server closed the connection without a reply")
                    }
                    return reply
                }
                group.addTask {
                    try await Task.sleep(for: .seconds(120))
                    throw Failure("no reply")
                }
                defer { group.cancelAll() }
                for try await reply in group {
                    if let reply { return reply }
                }
                throw CancellationError()
            }
        }
    }

    /// Reads the reply up to the first bytes of its body, and hangs up after `meanwhile`.
    static func beginning(
        _ request: [UInt8], port: Int, meanwhile: @Sendable () async throws -> Void
    ) async throws -> String {
        let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await connection.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var text = ""
            for try await piece in inbound {
                text += String(buffer: piece)
                if text.contains("data: ") { break }
            }
            try await meanwhile()
            return text
        }
    }

    /// Sends a request and soon resets the connection, as a phone that loses its network does: nothing more is taken.
    static func reset(_ request: [UInt8], port: Int, after delay: Duration) async throws {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port).get()
        guard let options = channel as? any SocketOptionProvider else { throw Failure("no socket") }
        try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.writeAndFlush(ByteBuffer(bytes: request))
        try await Task.sleep(for: delay)
        // It may be closed already.
        try? await channel.close()
    }

    /// The head of a request.
    static func head(_ method: String, _ path: String, _ headers: [(String, String)]) -> [UInt8] {
        let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        return Array("\(method) \(path) HTTP/1.1\r\n\(lines)\r\n".utf8)
    }
}
