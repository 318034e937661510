import NIOCore
import Testing

@testable import WebSocketUpgrade

@Suite("How connections end", .timeLimit(.minutes(1)))
struct ClosingTests {
    @Test("the client's close is answered with its code, and the session's messages end")
    func closedByClient() async throws {
        let (ends, continuation) = AsyncStream<Int>.makeStream()
        try await TestServer.with(
            session: { session in
                var count = 0
                for await _ in session.inbound { count += 1 }
                continuation.yield(count)
            }
        ) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(.text("a"), .text("b"), .close(3001, Array("done".utf8)))
                #expect(try await client.readClose() == (3001, ""))
                #expect(try await client.readFrame() == nil)
            }
            var iterator = ends.makeAsyncIterator()
            #expect(await iterator.next() == 2)
        }
    }

    @Test("an empty close is answered with an empty close")
    func emptyClose() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(Frame(opcode: 8))
                #expect(try await client.readFrame() == Frame(opcode: 8, isMasked: false))
                #expect(try await client.readFrame() == nil)
            }
        }
    }

    @Test("nothing is sent after a close frame")
    func silenceAfterClose() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(.close(1000), Frame(opcode: 9), .text("late"))
                #expect(try await client.readFrame()?.opcode == 8)
                #expect(try await client.readFrame() == nil)
            }
        }
    }

    @Test("a session that returns closes with 1000, after what it has sent")
    func sessionReturns() async throws {
        try await TestServer.with(session: { session in try await session.send("bye") }) { server in
            try await RawClient.upgraded(port: server.port) { client in
                #expect(try await client.readFrame()?.text == "bye")
                #expect(try await client.readClose().code == 1000)
                try await client.send(.close(1000))
                #expect(try await client.readFrame() == nil)
            }
        }
    }

    @Test("a session that throws closes with 1011")
    func sessionThrows() async throws {
        struct Broken: Error {}
        try await TestServer.with(session: { _ in throw Broken() }) { server in
            try await RawClient.upgraded(port: server.port) { client in
                let close = try await client.readClose()
                #expect(close.code == 1011)
            }
        }
    }

    @Test("a session closes with a code of its own and can send nothing after it")
    func sessionCloses() async throws {
        let (errors, continuation) = AsyncStream<WebSocketError?>.makeStream()
        try await TestServer.with(
            session: { session in
                await #expect(throws: WebSocketError.invalidCloseCode) { try await session.close(code: 1005) }
                try await session.close(code: 4404, reason: "gone")
                for await _ in session.inbound { Issue.record("a message after the close") }
                do {
                    try await session.send("late")
                    continuation.yield(nil)
                } catch {
                    // The connection's end cancels its handler, which may be noticed first.
                    continuation.yield(error is CancellationError ? .connectionClosed : error as? WebSocketError)
                }
            }
        ) { server in
            try await RawClient.upgraded(port: server.port) { client in
                let close = try await client.readClose()
                #expect(close == (4404, "gone"))
                try await client.send(.text("still talking"), .close(4404))
                #expect(try await client.readFrame() == nil)
            }
            var iterator = errors.makeAsyncIterator()
            #expect(await iterator.next() == .connectionClosed)
        }
    }

    @Test("the client's answer to a close is found behind all that it had sent and nobody reads")
    func answerBehindMessages() async throws {
        var configuration = WebSocketConfiguration()
        configuration.closeTimeout = .seconds(3600)
        try await TestServer.with(configuration: configuration, session: { _ in }) { server in
            try await RawClient.with(port: server.port) { client in
                // Enough messages, before there is a session at all, for the server to stop reading.
                let frames = (0..<20).flatMap { Frame.text("\($0)").bytes }
                try await client.send(Array(RawClient.upgradeRequest().utf8) + frames)
                #expect(try await client.readHead().hasPrefix("HTTP/1.1 101 "))
                let close = try await client.readClose()
                #expect(close.code == 1000)
                let frame = Frame.text(String(repeating: "z", count: 65_536)).bytes
                for _ in 0..<16 { try await client.send(frame) }
                try await client.send(.close(1000))
                #expect(try await client.readFrame() == nil)
            }
        }
    }

    @Test("a client that never answers the close is dropped")
    func closeTimeout() async throws {
        var configuration = WebSocketConfiguration()
        configuration.closeTimeout = .milliseconds(100)
        try await TestServer.with(configuration: configuration, session: { _ in }) { server in
            try await RawClient.upgraded(port: server.port) { client in
                let close = try await client.readClose()
                #expect(close.code == 1000)
                #expect(try await client.readFrame() == nil)
            }
        }
    }

    @Test("when the client vanishes its session is cancelled, however deep it sleeps", arguments: [true, false])
    func vanishing(politely: Bool) async throws {
        let (ends, continuation) = AsyncStream<Bool>.makeStream()
        try await TestServer.with(
            session: { session in
                do {
                    try await Task.sleep(for: .seconds(3600))
                } catch {
                    continuation.yield(Task.isCancelled)
                }
            }
        ) { server in
            try await RawClient.upgraded(port: server.port) { client in
                if politely { client.finish() } else { client.channel.close(promise: nil) }
                try await client.channel.closeFuture.get()
            }
            var iterator = ends.makeAsyncIterator()
            #expect(await iterator.next() == true)
        }
    }

    @Test("a message too large to be sent is refused here, and the connection goes on")
    func oversizeOutbound() async throws {
        var configuration = WebSocketConfiguration()
        configuration.maximumOutboundBytes = 5
        try await TestServer.with(
            configuration: configuration,
            session: { session in
                await #expect(throws: WebSocketError.messageTooLarge) { try await session.send("sechs!") }
                await #expect(throws: WebSocketError.messageTooLarge) {
                    try await session.send([1, 2, 3, 4, 5, 6])
                }
                try await session.send("fünf")
            }
        ) { server in
            try await RawClient.upgraded(port: server.port) { client in
                let frame = try await client.readFrame()
                #expect(frame?.text == "fünf")
            }
        }
    }

    @Test("shutting down closes open sockets with 1001 and waits for their answer")
    func shutdown() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(.text("a"))
                #expect(try await client.readFrame()?.text == "a")
                await server.shutDown()
                #expect(try await client.readClose().code == 1001)
                try await client.send(.close(1001))
                #expect(try await client.readFrame() == nil)
            }
        }
    }

    @Test("shutting down does not wait for ever for a client that is silent")
    func shutdownSilent() async throws {
        var configuration = WebSocketConfiguration()
        configuration.closeTimeout = .milliseconds(100)
        try await TestServer.with(configuration: configuration, session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                await server.shutDown()
                let close = try await client.readClose()
                #expect(close.code == 1001)
                #expect(try await client.readFrame() == nil)
            }
        }
    }

    @Test("cancelling the server drops its connections and cancels their sessions")
    func cancelled() async throws {
        let (starts, started) = AsyncStream<Void>.makeStream()
        let (ends, ended) = AsyncStream<Bool>.makeStream()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // It fails as every cancelled task does.
                try? await TestServer.with(
                    session: { session in
                        started.finish()
                        try? await Task.sleep(for: .seconds(3600))
                        ended.yield(Task.isCancelled)
                    }
                ) { server in
                    try await RawClient.upgraded(port: server.port) { client in _ = try await client.readFrame() }
                }
            }
            for await _ in starts {}
            group.cancelAll()
        }
        var iterator = ends.makeAsyncIterator()
        #expect(await iterator.next() == true)
    }
}
