import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Synchronization
import Testing

@testable import WebSocketUpgrade

@Suite("What a first request may ask for", .timeLimit(.minutes(1)))
struct NegotiationTests {
    private static let decide: @Sendable (HTTPRequest, SocketAddress?, Logger) async throws -> WebSocketDecision = {
        request, address, _ in
        struct Broken: Error {}
        switch request.path {
        case "/plain": return .notMine
        case "/broken": throw Broken()
        case "/closed":
            return .reject(
                status: .forbidden, headers: [.contentType: "application/json"], body: #"{"error":"no"}"#)
        case "/named":
            return .accept(
                headers: [.server: "desk", .upgrade: "h2c", .connection: "close", .contentLength: "7"],
                subprotocol: "b", session: TestServer.echoSession)
        default: return .accept { session in try await session.send(address?.ipAddress ?? "") }
        }
    }

    private func withClient<Result: Sendable>(
        _ body: @Sendable (RawClient) async throws -> Result
    ) async throws -> Result {
        try await TestServer.with(.webSocketUpgrade(decide: Self.decide)) { server in
            try await RawClient.with(port: server.port, body)
        }
    }

    @Test("the decision sees the peer's address")
    func address() async throws {
        try await withClient { client in
            try await client.send(RawClient.upgradeRequest(path: "/other"))
            #expect(try await client.readHead().hasPrefix("HTTP/1.1 101 "))
            #expect(try await client.readFrame()?.text == "127.0.0.1")
        }
    }

    @Test("an accepted request gets the decision's headers, but the handshake's own stay")
    func headers() async throws {
        try await withClient { client in
            try await client.send(
                RawClient.upgradeRequest(path: "/named", extra: "Sec-WebSocket-Protocol: a, b\r\n"))
            let head = try await client.readHead().lowercased()
            #expect(head.contains("\r\nserver: desk\r\n"))
            #expect(head.contains("\r\nsec-websocket-protocol: b\r\n"))
            #expect(head.contains("\r\nupgrade: websocket\r\n"))
            #expect(!head.contains("h2c") && !head.contains("close") && !head.contains("content-length"))
        }
    }

    @Test("a subprotocol that was not offered is not named")
    func unofferedSubprotocol() async throws {
        try await withClient { client in
            try await client.send(RawClient.upgradeRequest(path: "/named", extra: "Sec-WebSocket-Protocol: a\r\n"))
            let head = try await client.readHead().lowercased()
            #expect(head.hasPrefix("http/1.1 101 "))
            #expect(!head.contains("sec-websocket-protocol"))
        }
    }

    @Test("a rejected request is answered with its status and body, and the connection ends")
    func rejected() async throws {
        try await withClient { client in
            try await client.send(RawClient.upgradeRequest(path: "/closed"))
            let head = try await client.readHead()
            #expect(head.hasPrefix("HTTP/1.1 403 "))
            #expect(head.lowercased().contains("connection: close\r\n"))
            #expect(head.lowercased().contains("content-type: application/json\r\n"))
            #expect(try await client.readToEnd() == #"{"error":"no"}"#)
        }
    }

    @Test("a decision that fails is answered with 500")
    func brokenDecision() async throws {
        try await withClient { client in
            try await client.send(RawClient.upgradeRequest(path: "/broken"))
            #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 500 "))
        }
    }

    @Test("a request that is not the decision's goes to the HTTP responder")
    func notMine() async throws {
        try await withClient { client in
            try await client.send(RawClient.upgradeRequest(path: "/plain"))
            let answer = try await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(answer.lowercased().contains("connection: close\r\n"))
            #expect(answer.hasSuffix("GET /plain "))
        }
    }

    @Test(
        "a malformed handshake is refused with a sentence",
        arguments: [
            ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", "426"),
            ("Sec-WebSocket-Version: 13\r\n", "", "426"),
            ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13", "426"),
            ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", "400"),
            ("dGhlIHNhbXBsZSBub25jZQ==", "dG9vIHNob3J0", "400"),
            ("ZQ==", "ZQ==\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "400"),
            ("Host: localhost\r\n", "", "400"),
            ("Host: localhost", "Host: localhost\r\nContent-Length: 5", "400"),
            ("Host: localhost", "Host: localhost\r\nTransfer-Encoding: chunked", "400"),
        ])
    func malformed(original: String, replacement: String, status: String) async throws {
        let request = RawClient.upgradeRequest()
        let parts = request.split(separator: original, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        try await withClient { client in
            try await client.send(parts.joined(separator: replacement))
            let head = try await client.readHead()
            #expect(head.hasPrefix("HTTP/1.1 \(status) "))
            if status == "426" { #expect(head.contains("Sec-WebSocket-Version: 13\r\n")) }
            #expect(try await client.readToEnd().isEmpty == false)
        }
    }

    @Test(
        "a request that only looks like one for a WebSocket is plain HTTP",
        arguments: [
            ("GET / HTTP/1.1", "POST / HTTP/1.1"), ("GET / HTTP/1.1", "GET / HTTP/1.0"),
            ("Connection: keep-alive, Upgrade", "Connection: keep-alive"),
            ("Upgrade: websocket", "Upgrade: websockets"),
        ])
    func lookalikes(original: String, replacement: String) async throws {
        let parts = RawClient.upgradeRequest().split(separator: original, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        try await withClient { client in
            try await client.send(parts.joined(separator: replacement))
            #expect(try await client.readHead().hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test("a later request for a WebSocket is told to open a new connection")
    func lateUpgrade() async throws {
        try await withClient { client in
            try await client.send("GET /one HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try await client.readHead().hasPrefix("HTTP/1.1 200 "))
            #expect(try await client.read(9) == "GET /one ")
            try await client.send(RawClient.upgradeRequest())
            let head = try await client.readHead()
            #expect(head.hasPrefix("HTTP/1.1 426 "))
            #expect(head.lowercased().contains("connection: close\r\n"))
            #expect(try await client.readToEnd().contains("new connection"))
        }
    }

    @Test("refusals are put as the server puts its errors, those of later requests, too; what has a type keeps it")
    func explained() async throws {
        let builder = HTTPServerBuilder.webSocketUpgrade(
            decide: Self.decide,
            explain: { status, sentence in ("application/json", "\(status.code) <\(sentence)>") })
        try await TestServer.with(builder) { server in
            for (first, request, body) in [
                ("", RawClient.upgradeRequest().replacing("Version: 13", with: "Version: 8"), "426 <Use WebSocket"),
                ("GET /one HTTP/1.1\r\nHost: localhost\r\n\r\n", RawClient.upgradeRequest(), "426 <Only the first"),
                ("", RawClient.upgradeRequest(path: "/broken"), "500 <The server failed"),
                ("", RawClient.upgradeRequest(path: "/closed"), #"{"error":"no"}"#),
            ] {
                try await RawClient.with(port: server.port) { client in
                    if !first.isEmpty {
                        try await client.send(first)
                        _ = try await client.readHead()
                        _ = try await client.read(9)
                    }
                    try await client.send(request)
                    let head = try await client.readHead().lowercased()
                    #expect(head.contains("content-type: application/json\r\n"))
                    #expect(try await client.readToEnd().hasPrefix(body))
                }
            }
        }
    }

    @Test("a request to upgrade to something else is served as plain HTTP", arguments: ["", "hello"])
    func otherUpgrade(body: String) async throws {
        try await withClient { client in
            try await client.send(
                "POST /h2 HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                    + "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            let answer = try await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(answer.lowercased().contains("connection: close\r\n"))
            #expect(answer.hasSuffix("POST /h2 \(body)"))
        }
    }

    @Test("an answer under way is finished before the connection that asked for h2c ends")
    func streamedOtherUpgrade() async throws {
        try await withClient { client in
            try await client.send("GET /one HTTP/1.1\r\nHost: a\r\n\r\n")
            try await client.send(
                "GET /stream HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n")
            let answer = try await client.readToEnd()
            #expect(answer.hasSuffix("0\r\n\r\n"))
            #expect(answer.split(separator: "GET /stream ").count == 4)
        }
    }

    @Test("a connection without a request is closed in time")
    func firstRequestTimeout() async throws {
        var configuration = WebSocketConfiguration()
        configuration.firstRequestTimeout = .milliseconds(100)
        try await TestServer.with(.webSocketUpgrade(configuration: configuration, decide: Self.decide)) { server in
            try await RawClient.with(port: server.port) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: l")
                #expect(try await client.readToEnd() == "")
            }
        }
    }

    @Test("a slow decision does not count as a slow request")
    func slowDecision() async throws {
        var configuration = WebSocketConfiguration()
        configuration.firstRequestTimeout = .seconds(2)
        try await TestServer.with(
            .webSocketUpgrade(configuration: configuration) { _, _, _ in
                try await Task.sleep(for: .milliseconds(2_500))
                return .accept(session: TestServer.echoSession)
            }
        ) { server in
            try await RawClient.with(port: server.port) { client in
                // Frames that come before the answer wait for it.
                try await client.send(RawClient.upgradeRequest())
                try await client.send(.text("early"))
                #expect(try await client.readHead().hasPrefix("HTTP/1.1 101 "))
                #expect(try await client.readFrame()?.text == "early")
            }
        }
    }

    @Test("shutting down closes connections that have sent no request")
    func idleShutdown() async throws {
        try await TestServer.with(.webSocketUpgrade(decide: Self.decide)) { server in
            try await RawClient.with(port: server.port) { client in
                // The server has the connection once it has answered another one.
                try await RawClient.upgraded(port: server.port) { other in _ = try await other.readFrame() }
                await server.shutDown()
                #expect(try await client.readToEnd() == "")
            }
        }
    }

    @Test("a session accepted for a client that has left still runs, once, and meets a closed connection")
    func leftWhileDeciding() async throws {
        let (decisions, decided) = AsyncStream<Void>.makeStream()
        let (gate, open) = AsyncStream<Void>.makeStream()
        let (sessions, ran) = AsyncStream<Bool>.makeStream()
        try await TestServer.with(
            .webSocketUpgrade { _, _, _ in
                decided.finish()
                for await _ in gate { break }
                return .accept { session in
                    for await _ in session.inbound { Issue.record("a message from nobody") }
                    await #expect(throws: WebSocketError.connectionClosed) { try await session.send("anyone?") }
                    ran.yield(true)
                }
            }
        ) { server in
            try await RawClient.with(port: server.port) { client in
                try await client.send(RawClient.upgradeRequest())
                for await _ in decisions {}
                client.finish()
                #expect(try await client.readToEnd() == "")
            }
            open.finish()
            var iterator = sessions.makeAsyncIterator()
            #expect(await iterator.next() == true)
            ran.finish()
            #expect(await iterator.next() == nil)
        }
    }
}
