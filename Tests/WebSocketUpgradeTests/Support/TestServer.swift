import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import WebSocketUpgrade

/// A server on a loopback port, for as long as a test's body runs.
struct TestServer: Sendable {
    let port: Int
    private let group: ServiceGroup

    /// Begins a graceful shutdown; the body may go on to watch it.
    func shutDown() async { await group.triggerGracefulShutdown() }

    /// Answers with what it was asked: method, path and body, streamed in chunks when the path says so.
    static let echo: HTTPChannelHandler.Responder = { request, writer, _ in
        var body = ByteBuffer()
        for try await var part in request.body { body.writeBuffer(&part) }
        var text = ByteBuffer(string: "\(request.method) \(request.head.path ?? "") ")
        text.writeBuffer(&body)
        guard request.head.path == "/stream" else {
            let head = HTTPResponse(
                status: .ok, headerFields: [.contentLength: String(text.readableBytes), .contentType: "text/plain"])
            return try await writer.write(response: head, body: ResponseBody(byteBuffer: text))
        }
        var stream = try await writer.writeHead(HTTPResponse(status: .ok, headerFields: [.contentType: "text/plain"]))
        for _ in 0..<3 { try await stream.write(text) }
        try await stream.finish(nil)
    }

    static func with<Result: Sendable>(
        _ builder: HTTPServerBuilder, responder: @escaping HTTPChannelHandler.Responder = echo,
        _ body: @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let service = try builder.buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger, responder: responder
        ) { channel in
            continuation.yield(channel.localAddress?.port ?? 0)
        }
        let group = ServiceGroup(services: [service], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            let outcome: Swift.Result<Result, any Error>
            do {
                outcome = .success(try await body(TestServer(port: port, group: group)))
            } catch {
                outcome = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try outcome.get()
        }
    }

    /// A server whose WebSockets all run `session`.
    static func with<Result: Sendable>(
        configuration: WebSocketConfiguration = WebSocketConfiguration(),
        session: @escaping @Sendable (WebSocketSession) async throws -> Void,
        _ body: @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        try await with(
            .webSocketUpgrade(configuration: configuration) { _, _, _ in .accept(session: session) }, body)
    }

    /// Sends every message back.
    static let echoSession: @Sendable (WebSocketSession) async throws -> Void = { session in
        for await message in session.inbound {
            switch message {
            case .text(let text): try await session.send(text)
            case .binary(let bytes): try await session.send(bytes)
            }
        }
    }
}
