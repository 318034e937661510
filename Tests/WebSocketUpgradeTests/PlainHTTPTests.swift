import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Testing

@testable import WebSocketUpgrade

@Suite("Plain HTTP on the same port", .timeLimit(.minutes(1)))
struct PlainHTTPTests {
    /// Requests as a client would write them on one connection, and then it shuts its side.
    private static let conversations = [
        "GET /a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\nGET /c HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloPOST /b HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
        "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
            + "GET /b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /stream HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a HTTP/1.1\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a HTTP/1.0\r\n\r\n",
        "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
        "not http at all\r\n\r\n",
        "GET /a HTTP/2.0\r\n\r\n",
        "GET /a HTTP/1.1\r\nBad Header: x\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n",
        "POST /a HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST /a HTTP/1.1\r\nContent-Length: 50\r\n\r\nhello",
        "GET /a HTTP/1.1\r\nX: \(String(repeating: "y", count: 100_000))\r\n\r\n",
        "GET /a HTTP/1.1\r\n\(String(repeating: "X: y\r\n", count: 1_200))\r\n",
        "",
    ]

    @Test(
        "every conversation is answered byte for byte as by hummingbird's own channel",
        arguments: conversations.indices)
    func sameAnswers(index: Int) async throws {
        let conversation = Self.conversations[index]
        let expected = try await answer(to: conversation, by: .http1())
        let ours = try await answer(to: conversation, by: .webSocketUpgrade { _, _, _ in .notMine })
        #expect(ours == expected)
    }

    private func answer(to conversation: String, by builder: HTTPServerBuilder) async throws -> String {
        try await TestServer.with(builder) { server in
            try await RawClient.with(port: server.port) { client in
                try await client.send(conversation)
                client.finish()
                return try await client.readToEnd()
            }
        }
    }

    @Test("a connection is kept for the next request")
    func keepAlive() async throws {
        try await TestServer.with(.webSocketUpgrade { _, _, _ in .notMine }) { server in
            try await RawClient.with(port: server.port) { client in
                for path in ["/1", "/2", "/3"] {
                    try await client.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
                    #expect(try await client.readHead().hasPrefix("HTTP/1.1 200 "))
                    #expect(try await client.read(7) == "GET \(path) ")
                }
            }
        }
    }

    @Test("a large body streams through, answered while it still comes")
    func streaming() async throws {
        try await TestServer.with(
            .webSocketUpgrade { _, _, _ in .notMine },
            responder: { request, writer, _ in
                var body = try await writer.writeHead(HTTPResponse(status: .ok))
                for try await part in request.body {
                    try await body.write(ByteBuffer(string: "\(part.readableBytes > 0)"))
                }
                try await body.finish(nil)
            }
        ) { server in
            try await RawClient.with(port: server.port) { client in
                try await client.send("POST /a HTTP/1.1\r\nContent-Length: 2097152\r\n\r\n")
                #expect(try await client.readHead().hasPrefix("HTTP/1.1 200 "))
                let part = Array(repeating: UInt8(65), count: 65_536)
                try await client.send(part)
                #expect(try await client.read(9) == "4\r\ntrue\r\n")
                for _ in 1..<32 { try await client.send(part) }
                client.finish()
                #expect(try await client.readToEnd().hasSuffix("0\r\n\r\n"))
            }
        }
    }

    @Test(
        "an idle connection is closed after HTTP's own time-out, before and after a request",
        arguments: [true, false])
    func idle(requests: Bool) async throws {
        let http = HTTP1Channel.Configuration(idleTimeout: .seconds(2))
        try await TestServer.with(.webSocketUpgrade(http: http) { _, _, _ in .notMine }) { server in
            try await RawClient.with(port: server.port) { client in
                if requests { try await client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n") }
                #expect(try await client.readToEnd().hasSuffix(requests ? "GET /a " : ""))
            }
        }
    }

    @Test("a WebSocket is not subject to HTTP's idle time-out")
    func webSocketIsNotIdle() async throws {
        let http = HTTP1Channel.Configuration(idleTimeout: .seconds(2))
        try await TestServer.with(
            .webSocketUpgrade(http: http) { _, _, _ in .accept(session: TestServer.echoSession) }
        ) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await Task.sleep(for: .milliseconds(2_500))
                try await client.send(.text("still open"))
                #expect(try await client.readFrame()?.text == "still open")
            }
        }
    }

    @Test("additional channel handlers see the requests")
    func additionalHandlers() async throws {
        let http = HTTP1Channel.Configuration(additionalChannelHandlers: [PathChanger()])
        try await TestServer.with(.webSocketUpgrade(http: http) { _, _, _ in .notMine }) { server in
            try await RawClient.with(port: server.port) { client in
                try await client.send("GET /a HTTP/1.1\r\nConnection: close\r\n\r\n")
                #expect(try await client.readToEnd().hasSuffix("GET /changed "))
            }
        }
    }

    @Test("shutting down finishes the answer in flight")
    func shutdownInFlight() async throws {
        let (started, start) = AsyncStream<Void>.makeStream()
        let (gate, open) = AsyncStream<Void>.makeStream()
        try await TestServer.with(
            .webSocketUpgrade { _, _, _ in .notMine },
            responder: { _, writer, _ in
                start.finish()
                for await _ in gate { break }
                try await writer.write(
                    response: HTTPResponse(status: .ok, headerFields: [.contentLength: "4"]),
                    body: ResponseBody(byteBuffer: ByteBuffer(string: "done")))
            }
        ) { server in
            try await RawClient.with(port: server.port) { client in
                try await client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
                for await _ in started {}
                await server.shutDown()
                open.finish()
                #expect(try await client.readToEnd().hasSuffix("done"))
            }
        }
    }
}

private final class PathChanger: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        head.path = "/changed"
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
