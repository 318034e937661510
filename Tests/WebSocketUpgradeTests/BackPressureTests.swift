import HTTPTypes
import NIOCore
import Synchronization
import Testing

@testable import WebSocketUpgrade

@Suite("Slow ends", .timeLimit(.minutes(1)))
struct BackPressureTests {
    @Test("a client that does not read stops its writer, and is dropped after the write time-out")
    func slowReader() async throws {
        var configuration = WebSocketConfiguration()
        configuration.writeTimeout = .milliseconds(300)
        let sent = Counter()
        let (errors, continuation) = AsyncStream<WebSocketError?>.makeStream()
        try await TestServer.with(
            .webSocketUpgrade(configuration: configuration) { request, _, _ in
                .accept(
                    session: { session in
                        guard request.path == "/slow" else { return try await TestServer.echoSession(session) }
                        let message = String(repeating: "x", count: 65_536)
                        do {
                            for _ in 0..<4_096 {
                                try await session.send(message)
                                sent.increment()
                            }
                            continuation.yield(nil)
                        } catch {
                            continuation.yield(error as? WebSocketError)
                        }
                    })
            }
        ) { server in
            try await RawClient.upgraded(port: server.port, path: "/slow", receiveBuffer: 65_536) { _ in
                // Another connection does not feel it.
                try await RawClient.upgraded(port: server.port) { other in
                    try await other.send(.text("hello"))
                    #expect(try await other.readFrame()?.text == "hello")
                }
                var iterator = errors.makeAsyncIterator()
                #expect(await iterator.next() == .connectionClosed)
            }
        }
        // What the kernel's own buffers hold, and little more: far from the 256 MB there were to send.
        #expect(sent.value < 256)
    }

    @Test("a slow client that does read gets everything in order")
    func slowButSteady() async throws {
        try await TestServer.with(
            session: { session in
                for number in 0..<200 { try await session.send("\(number) " + String(repeating: "y", count: 20_000)) }
            }
        ) { server in
            try await RawClient.upgraded(port: server.port, receiveBuffer: 16_384) { client in
                for number in 0..<200 {
                    let frame = try await client.readFrame()
                    #expect(frame?.text.hasPrefix("\(number) y") == true)
                    await Task.yield()
                }
                #expect(try await client.readClose().code == 1000)
            }
        }
    }

    @Test("a session that does not read stops the client, and loses nothing once it reads")
    func slowSession() async throws {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let messages = 192
        try await TestServer.with(
            session: { session in
                for await _ in gate { break }
                var bytes = 0
                for await message in session.inbound {
                    guard case .text(let text) = message, !text.isEmpty else { break }
                    bytes += text.utf8.count
                }
                try await session.send("\(bytes)")
            }
        ) { server in
            try await RawClient.upgraded(port: server.port) { client in
                let frame = Frame.text(String(repeating: "z", count: 65_536)).bytes
                let written = Counter()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let channel = client.channel
                    group.addTask {
                        for _ in 0..<messages {
                            try await channel.writeAndFlush(ByteBuffer(bytes: frame))
                            written.increment()
                        }
                        try await channel.writeAndFlush(ByteBuffer(bytes: Frame.text("").bytes))
                    }
                    // Wait until nothing moves any more: the client is stopped short of the end.
                    var last = -1
                    while written.value != last || last <= 0 {
                        last = written.value
                        try await Task.sleep(for: .milliseconds(200))
                    }
                    #expect(last < messages)
                    open.finish()
                    try await group.waitForAll()
                }
                #expect(try await client.readFrame()?.text == String(messages * 65_536))
            }
        }
    }

    @Test("a busy session's client is not taken for dead")
    func busySession() async throws {
        var configuration = WebSocketConfiguration()
        configuration.pingInterval = .milliseconds(30)
        configuration.pongTimeout = .seconds(3)
        let (gate, open) = AsyncStream<Void>.makeStream()
        try await TestServer.with(
            configuration: configuration,
            session: { session in
                for await _ in gate { break }
                var count = 0
                for await _ in session.inbound {
                    count += 1
                    if count == 40 { return try await session.send("all") }
                }
            }
        ) { server in
            try await RawClient.with(port: server.port) { client in
                // More than the server takes in while its session is busy, so that no pong could be read.
                let frames = (0..<40).flatMap { Frame.text("\($0)").bytes }
                try await client.send(Array(RawClient.upgradeRequest().utf8) + frames)
                #expect(try await client.readHead().hasPrefix("HTTP/1.1 101 "))
                try await Task.sleep(for: .milliseconds(3_500))
                open.finish()
                var answer = try await client.readFrame()
                while answer?.opcode == 9 {
                    try await client.send(Frame(opcode: 10))
                    answer = try await client.readFrame()
                }
                #expect(answer?.text == "all")
            }
        }
    }

    @Test("pings from a client that does not read do not pile up as pongs: the last one is answered")
    func pingFlood() async throws {
        let count = 50_000
        let (messages, received) = AsyncStream<Void>.makeStream()
        try await TestServer.with(
            session: { session in
                for await _ in session.inbound { received.finish() }
            }
        ) { server in
            try await RawClient.upgraded(port: server.port, receiveBuffer: 16_384) { client in
                // More than the kernel's buffers hold of the answers.
                let ping = Frame(opcode: 9, payload: Array(repeating: 1, count: 125)).bytes
                let pings = (0..<500).flatMap { _ in ping }
                for _ in 0..<(count / 500) { try await client.send(pings) }
                try await client.send(Frame(opcode: 9, payload: [2]), .text("all sent"))
                // The server has taken them all in; only now are its answers read.
                for await _ in messages {}
                var answers = 0
                while let frame = try await client.readFrame(), frame.payload != [2] { answers += 1 }
                #expect(answers > 0)
                #expect(answers < count)
            }
        }
    }
}

/// A count that several tasks share.
private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func increment() { count.add(1, ordering: .relaxed) }
}
