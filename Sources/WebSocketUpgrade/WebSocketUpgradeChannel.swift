public import HTTPTypes
public import HummingbirdCore
public import Logging
public import NIOCore
import NIOHTTPTypes

extension HTTPServerBuilder {
    /// Serves HTTP/1 like `.http1(configuration:)` and, on the same port, WebSockets.
    ///
    /// Only the first request of a connection can ask for a WebSocket; a later one is answered 426. What is wrong with
    /// a handshake itself is answered here, so `decide` sees well-formed ones only.
    /// - Parameters:
    ///   - configuration: limits and time-outs of the WebSocket side.
    ///   - http: limits and time-outs of plain HTTP.
    ///   - decide: says what becomes of a request; gets its head, the address of the connection's peer and the
    ///     server's logger. An error it throws is answered with 500.
    ///   - explain: makes the body of a refusal out of its status and sentence, and names its type; not asked where the
    ///     decision names a type itself, or has nothing to say.
    public static func webSocketUpgrade(
        configuration: WebSocketConfiguration = WebSocketConfiguration(),
        http: HTTP1Channel.Configuration = HTTP1Channel.Configuration(),
        decide: @escaping @Sendable (HTTPRequest, SocketAddress?, Logger) async throws -> WebSocketDecision,
        explain: @escaping @Sendable (HTTPResponse.Status, String) -> (contentType: String, body: String) = {
            ("text/plain; charset=utf-8", $1)
        }
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            WebSocketUpgradeChannel(
                responder: responder, configuration: configuration, http: http, decide: decide, explain: explain)
        }
    }
}

/// A connection that is HTTP/1 or a WebSocket, as its first request wants.
struct WebSocketUpgradeChannel: HTTPChannelHandler {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let firstRequest: EventLoopFuture<FirstRequest>
        let negotiator: NIOLoopBound<UpgradeNegotiator>
    }

    let responder: Responder
    let configuration: WebSocketConfiguration
    let http: HTTP1Channel.Configuration
    let decide: @Sendable (HTTPRequest, SocketAddress?, Logger) async throws -> WebSocketDecision
    let explain: @Sendable (HTTPResponse.Status, String) -> (contentType: String, body: String)

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipelines = ConnectionPipelines(
                configuration: configuration, http: http, explain: explain, logger: logger,
                eventLoop: channel.eventLoop)
            let negotiator = try pipelines.addNegotiation(to: channel)
            return Value(
                channel: channel, firstRequest: negotiator.firstRequest,
                negotiator: NIOLoopBound(negotiator, eventLoop: channel.eventLoop))
        }
    }

    /// What is served on a connection once its first request was read.
    private enum Service {
        case none
        case plain(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        /// The request for a WebSocket is answered like any other.
        case notMine(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        /// Nothing but waiting for the end of a refusal.
        case refused
        /// An accepted WebSocket; without a connection, it was lost before it was open, and the session is told so.
        case session(
            NIOAsyncChannel<WebSocketMessage, Never>?, @Sendable (WebSocketSession) async throws -> Void)
    }

    func handle(value: Value, logger: Logger) async {
        // What a request needs is let go of before the connection is served, which may take days.
        switch await service(on: value, logger: logger) {
        case .none: break
        case .plain(let http): await handlePlain(http, logger: logger)
        case .notMine(let http): await handleHTTP(asyncChannel: http, logger: logger)
        case .refused: try? await value.channel.closeFuture.get()
        case .session(let connection?, let session): await runWebSocket(connection, session: session, logger: logger)
        case .session(nil, let session):
            await Self.run(
                session, on: WebSocketSession(channel: value.channel, inbound: nil, maximumBytes: 0), logger: logger)
        }
    }

    private func service(on value: Value, logger: Logger) async -> Service {
        // A cancelled task does not wait for a first request.
        let firstRequest = await withTaskCancellationHandler {
            // It never fails; see UpgradeNegotiator.
            (try? await value.firstRequest.get()) ?? .none
        } onCancel: {
            value.channel.close(promise: nil)
        }
        switch firstRequest {
        case .none: return .none
        case .plain(let http): return .plain(http)
        case .webSocket(let request): return await upgrade(request, value, logger: logger)
        }
    }

    /// Serves requests; one for a WebSocket can only be a later one here.
    private func handlePlain(_ channel: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>, logger: Logger) async {
        let http = HTTP1Channel(
            responder: { [responder, explain] request, writer, channel in
                guard WebSocketHandshake.isRequested(by: request.head) else {
                    return try await responder(request, writer, channel)
                }
                try await Self.refuseLateUpgrade(writer, explain)
            }, configuration: http)
        await http.handle(value: channel, logger: logger)
    }

    private static func refuseLateUpgrade(
        _ writer: consuming ResponseWriter,
        _ explain: (HTTPResponse.Status, String) -> (contentType: String, body: String)
    ) async throws {
        let (type, text) = explain(
            .upgradeRequired,
            "Only the first request of a connection can ask for a WebSocket: open a new connection.")
        try await writer.write(
            response: HTTPResponse(
                status: .upgradeRequired,
                headerFields: [
                    .upgrade: "websocket", .connection: "close", .contentType: type,
                    .contentLength: String(text.utf8.count),
                ]),
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func upgrade(_ request: HTTPRequest, _ value: Value, logger: Logger) async -> Service {
        let decision = await decision(on: request, value, logger: logger)
        let kind: ConnectionKind
        do {
            let channel = value.channel
            kind = try await channel.eventLoop.flatSubmit {
                value.negotiator.value.resolve(decision, request)
            }.get()
        } catch {
            logger.trace("WebSocket connection lost during its handshake", metadata: ["error": "\(error)"])
            value.channel.close(promise: nil)
            kind = .rejected
        }
        switch (kind, decision) {
        case (.plain(let http), _): return .notMine(http)
        case (.webSocket(let connection), .accept(_, _, let session)): return .session(connection, session)
        case (_, .accept(_, _, let session)): return .session(nil, session)
        case (_, _): return .refused
        }
    }

    private func decision(on request: HTTPRequest, _ value: Value, logger: Logger) async -> WebSocketDecision {
        if let refusal = WebSocketHandshake.refusal(of: request) { return refusal }
        do {
            // In a task of its own, whose memory is given back: that of the connection's task is kept while it is open.
            async let decided = decide(request, value.channel.remoteAddress, logger)
            return try await decided
        } catch {
            logger.error("Deciding on a WebSocket failed", metadata: ["error.type": "\(type(of: error))"])
            return .reject(status: .internalServerError, body: "The server failed to answer.")
        }
    }

    private func runWebSocket(
        _ connection: NIOAsyncChannel<WebSocketMessage, Never>,
        session: @escaping @Sendable (WebSocketSession) async throws -> Void, logger: Logger
    ) async {
        let channel = connection.channel
        await withTaskCancellationHandler {
            // It throws what its body throws, which is nothing.
            try? await connection.executeThenClose { inbound in
                await withDiscardingTaskGroup { group in
                    group.addTask {
                        let webSocket = WebSocketSession(
                            channel: channel, inbound: inbound,
                            maximumBytes: configuration.maximumOutboundBytes)
                        await webSocket.close(Self.run(session, on: webSocket, logger: logger))
                    }
                    try? await channel.closeFuture.get()
                    group.cancelAll()
                }
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// - Returns: how the connection is closed after the session.
    @discardableResult
    private static func run(
        _ session: @Sendable (WebSocketSession) async throws -> Void, on webSocket: WebSocketSession, logger: Logger
    ) async -> CloseFrame {
        do {
            try await session(webSocket)
            return CloseFrame(code: 1000)
        } catch is CancellationError {
            return CloseFrame(code: 1001)
        } catch let error as WebSocketError where error == .connectionClosed {
            return CloseFrame(code: 1000)
        } catch {
            logger.error("A WebSocket session failed", metadata: ["error.type": "\(type(of: error))"])
            return CloseFrame(code: 1011, reason: "the server failed")
        }
    }
}
