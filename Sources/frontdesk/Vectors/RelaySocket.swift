import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A socket to a server as Twilio's ConversationRelay opens one; text frames only, no TLS.
struct RelaySocket: Sendable {
    private typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// What can be done with an open socket.
    struct Session {
        fileprivate let writer: NIOAsyncChannelOutboundWriter<WebSocketFrame>
        fileprivate var frames: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator

        func send(_ text: String) async throws {
            try await writer.write(
                WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(string: text)))
        }

        /// The next text frame; `nil` when the server has closed.
        mutating func next() async throws -> String? {
            while let frame = try await frames.next() {
                switch frame.opcode {
                case .text: return String(buffer: frame.unmaskedData)
                case .ping:
                    try await writer.write(
                        WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData))
                case .connectionClose: return nil
                default: continue
                }
            }
            return nil
        }
    }

    let host: String
    let port: Int
    /// With its query.
    let path: String
    let headers: [(String, String)]

    /// Opens the socket for as long as `body` takes. - Throws: `VectorError` when the server does not upgrade.
    func run<Result: Sendable>(_ body: (inout Session) async throws -> Result) async throws -> Result {
        let upgraded = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try upgrade(channel) }
            }
        guard let frames = try await upgraded.get() else {
            throw VectorError("The server opened no socket at \(path): is the connection's token the right one?")
        }
        return try await frames.executeThenClose { inbound, outbound in
            var session = Session(writer: outbound, frames: inbound.makeAsyncIterator())
            return try await body(&session)
        }
    }

    private func upgrade(_ channel: any Channel) throws -> EventLoopFuture<Frames?> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Frames?>(maxFrameSize: 1 << 20) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try Frames(wrappingChannelSynchronously: channel)
            }
        }
        var fields = HTTPHeaders([("Host", "\(host):\(port)")])
        for (name, value) in headers { fields.add(name: name, value: value) }
        let configuration = NIOTypedHTTPClientUpgradeConfiguration<Frames?>(
            upgradeRequestHead: HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: fields),
            upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in channel.close().map { nil } })
        var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: configuration)
        // The first frame may come in one packet with the end of the handshake.
        pipeline.leftOverBytesStrategy = .forwardBytes
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: pipeline)
    }
}
