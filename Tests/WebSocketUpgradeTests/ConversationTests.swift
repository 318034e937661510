import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Testing

@testable import WebSocketUpgrade

@Suite("Messages over a real socket", .timeLimit(.minutes(1)))
struct ConversationTests {
    @Test("the handshake answers the key as RFC 6455's example does")
    func handshake() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.with(port: server.port) { client in
                try await client.send(RawClient.upgradeRequest())
                let head = try await client.readHead()
                #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
                #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
                #expect(head.lowercased().contains("upgrade: websocket\r\n"))
                #expect(head.lowercased().contains("connection: upgrade\r\n"))
                #expect(!head.lowercased().contains("content-length"))
                #expect(!head.lowercased().contains("transfer-encoding"))
            }
        }
    }

    @Test("text and binary messages come back as they were", arguments: [0, 1, 125, 126, 65_535, 65_536, 131_072])
    func echo(count: Int) async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                let text = String(repeating: "x", count: count)
                try await client.send(.text(text))
                #expect(try await client.readFrame() == Frame(opcode: 1, payload: Array(text.utf8), isMasked: false))
                let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                try await client.send(Frame(opcode: 2, payload: bytes))
                #expect(try await client.readFrame() == Frame(opcode: 2, payload: bytes, isMasked: false))
            }
        }
    }

    @Test("fragments with a ping between them make one message")
    func fragments() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(.text("one ", isFinal: false))
                try await client.send(Frame(opcode: 9, payload: [1, 2, 3]))
                #expect(try await client.readFrame() == Frame(opcode: 10, payload: [1, 2, 3], isMasked: false))
                try await client.send(Frame(opcode: 0, payload: Array("two ".utf8), isFinal: false))
                try await client.send(Frame(opcode: 0, payload: Array("three".utf8)))
                #expect(try await client.readFrame()?.text == "one two three")
            }
        }
    }

    @Test("a frame may arrive byte by byte")
    func bytewise() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                for byte in Frame.text("slow but whole").bytes { try await client.send([byte]) }
                #expect(try await client.readFrame()?.text == "slow but whole")
            }
        }
    }

    @Test("100 messages in one segment, sent with the handshake, all come back in order")
    func burst() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.with(port: server.port) { client in
                let frames = (0..<100).flatMap { Frame.text("message \($0)").bytes }
                try await client.send(Array(RawClient.upgradeRequest().utf8) + frames)
                #expect(try await client.readHead().hasPrefix("HTTP/1.1 101 "))
                for number in 0..<100 { #expect(try await client.readFrame()?.text == "message \(number)") }
            }
        }
    }

    @Test("a silent client is pinged, and stays connected when it answers")
    func pings() async throws {
        var configuration = WebSocketConfiguration()
        configuration.pingInterval = .milliseconds(50)
        try await TestServer.with(configuration: configuration, session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                for _ in 0..<3 {
                    #expect(try await client.readFrame() == Frame(opcode: 9, isMasked: false))
                    try await client.send(Frame(opcode: 10))
                }
                try await client.send(.text("still here"))
                var answer = try await client.readFrame()
                while answer?.opcode == 9 { answer = try await client.readFrame() }
                #expect(answer?.text == "still here")
            }
        }
    }

    @Test("a client that answers no ping is closed")
    func deadPeer() async throws {
        var configuration = WebSocketConfiguration()
        configuration.pingInterval = .milliseconds(50)
        configuration.pongTimeout = .milliseconds(50)
        try await TestServer.with(configuration: configuration, session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                let close = try await client.readClose()
                #expect(close.code == 1011)
                #expect(try await client.readFrame() == nil)
            }
        }
    }

    @Test("the session knows its peer, and two tasks may send at once")
    func twoWriters() async throws {
        try await TestServer.with(
            session: { session in
                try await session.send(session.remoteAddress ?? "")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for letter in ["a", "b"] {
                        group.addTask {
                            for _ in 0..<50 { try await session.send(String(repeating: letter, count: 2_000)) }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        ) { server in
            try await RawClient.upgraded(port: server.port) { client in
                #expect(try await client.readFrame()?.text == "127.0.0.1")
                var counts: [String: Int] = [:]
                while let frame = try await client.readFrame(), frame.opcode == 1 {
                    #expect(Set(frame.text).count == 1)
                    counts[String(frame.text.prefix(1)), default: 0] += 1
                }
                #expect(counts == ["a": 50, "b": 50])
            }
        }
    }

    @Test("NIO's own client agrees with the handshake and the frames")
    func foreignClient() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            let upgrade = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: server.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let upgrader = NIOTypedWebSocketClientUpgrader { channel, _ in
                            channel.eventLoop.makeCompletedFuture {
                                try NIOAsyncChannel<WebSocketFrame, WebSocketFrame>(
                                    wrappingChannelSynchronously: channel)
                            }
                        }
                        let request = HTTPRequestHead(
                            version: .http1_1, method: .GET, uri: "/chat", headers: ["Host": "localhost"])
                        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                            configuration: NIOUpgradableHTTPClientPipelineConfiguration(
                                upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                                    upgradeRequestHead: request, upgraders: [upgrader]
                                ) { channel in
                                    channel.eventLoop.makeFailedFuture(RawClient.Failure(description: "not upgraded"))
                                }))
                    }
                }
            try await upgrade.get().executeThenClose { inbound, outbound in
                let frame = WebSocketFrame(
                    fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(string: "hello"))
                try await outbound.write(frame)
                for try await answer in inbound {
                    #expect(String(buffer: answer.data) == "hello")
                    break
                }
            }
        }
    }
}
