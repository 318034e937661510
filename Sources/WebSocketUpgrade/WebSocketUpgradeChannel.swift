import HTTPTypes
public import HummingbirdCore
public import Logging
public import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket
import ServiceLifecycle
import Synchronization

/// A connection that speaks HTTP/1.1 and may become a WebSocket with its first request.
///
/// Mirrors hummingbird's `HTTP1Channel` where it stays HTTP, so that both kinds pass the same router and limits.
struct WebSocketUpgradeChannel: HTTPChannelHandler {
    typealias Decide = @Sendable (HTTPRequest, SocketAddress?, Logger) async -> WebSocketDecision

    /// A connection whose protocol is being found out.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let outcome: EventLoopFuture<Outcome>
        let verdict: Verdict
    }

    enum Outcome: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        case webSocket(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>)
    }

    /// The decision on a connection's first request; set before its outcome.
    final class Verdict: Sendable {
        private let decision: Mutex<WebSocketDecision?> = Mutex(nil)
        var value: WebSocketDecision? {
            get { decision.withLock { $0 } }
            set { decision.withLock { $0 = newValue } }
        }
    }

    let responder: HTTPChannelHandler.Responder
    let configuration: WebSocketConfiguration
    let http: HTTP1Channel.Configuration
    let decide: Decide

    init(
        responder: @escaping HTTPChannelHandler.Responder, configuration: WebSocketConfiguration,
        http: HTTP1Channel.Configuration, decide: @escaping Decide
    ) {
        // Only the first request of a connection can upgrade; a later one is told to come with a new connection.
        self.responder = { request, writer, channel in
            guard request.headers[.upgrade]?.lowercased() == "websocket" else {
                return try await responder(request, writer, channel)
            }
            let head = HTTPResponse(
                status: .upgradeRequired,
                headerFields: [.upgrade: "websocket", .connection: "close", .contentLength: "0"])
            try await writer.writeResponse(head)
            channel.close(mode: .input, promise: nil)
        }
        self.configuration = configuration
        self.http = http
        self.decide = decide
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let verdict = Verdict()
            let upgrader = NIOTypedWebSocketServerUpgrader<Outcome>(
                maxFrameSize: configuration.maximumFrameBytes,
                shouldUpgrade: { channel, head in self.shouldUpgrade(channel, head, verdict, logger) },
                upgradePipelineHandler: { channel, _ in self.configureWebSocket(channel) })
            let encoder = HTTPResponseEncoder()
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = http.httpDecoder.maxHeaderFieldSize
            limits.maxHeaderListSize = http.httpDecoder.maxHeaderListSize
            limits.maxHeaderFieldCount = http.httpDecoder.maxHeaderFieldCount
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits))
            let filter = ForeignUpgradeFilter()
            let negotiator = NIOTypedHTTPServerUpgradeHandler(
                httpEncoder: encoder, extraHTTPHandlers: [decoder, filter],
                upgradeConfiguration: .init(
                    upgraders: [upgrader],
                    notUpgradingCompletionHandler: { channel in self.configureHTTP(channel, logger) }))
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandlers([encoder, decoder, filter])
            try pipeline.addHandler(negotiator)
            return Value(channel: channel, outcome: negotiator.upgradeResultFuture, verdict: verdict)
        }
    }

    func handle(value: Value, logger: Logger) async {
        let channel = value.channel
        let deadline = channel.eventLoop.scheduleTask(in: configuration.firstRequestTimeout) {
            channel.close(promise: nil)
        }
        // A connection that has asked for nothing yet is closed at once when the server goes down.
        let outcome = try? await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await value.outcome.get()
            } onGracefulShutdown: {
                channel.close(promise: nil)
            }
        } onCancel: {
            channel.close(promise: nil)
        }
        deadline.cancel()
        switch (outcome, value.verdict.value) {
        case (.http(let connection)?, .reject(let status, let headers, let body)?):
            await reject(connection, status, headers, body, logger)
        case (.http(let connection)?, _): await handleHTTP(asyncChannel: connection, logger: logger)
        case (.webSocket(let connection)?, .accept(_, let session)?): await run(session, on: connection, logger)
        case (.webSocket?, _), (nil, _): channel.close(promise: nil)
        }
    }

    // MARK: Negotiation

    private func shouldUpgrade(
        _ channel: any Channel, _ head: HTTPRequestHead, _ verdict: Verdict, _ logger: Logger
    ) -> EventLoopFuture<HTTPHeaders?> {
        let promise = channel.eventLoop.makePromise(of: HTTPHeaders?.self)
        let address = channel.remoteAddress
        promise.completeWithTask {
            guard let request = try? HTTPRequest(head, secure: false, splitCookie: false) else { return nil }
            let decision = await self.decide(request, address, logger)
            verdict.value = decision
            switch decision {
            case .accept(let headers, _): return HTTPHeaders(headers)
            case .reject: return nil
            }
        }
        return promise.futureResult
    }

    private func configureHTTP(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<Outcome> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandlers(http.additionalChannelHandlers())
            try pipeline.addHandler(
                HTTPConnectionStateHandler(idleTimeout: http.idleTimeout.map { .init($0) }, logger: logger))
            return .http(
                try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
        }
    }

    private func configureWebSocket(_ channel: any Channel) -> EventLoopFuture<Outcome> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(KeepAliveHandler(configuration: configuration))
            return .webSocket(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
        }
    }

    // MARK: Running

    private func reject(
        _ connection: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>, _ status: HTTPResponse.Status,
        _ headers: HTTPFields, _ body: String, _ logger: Logger
    ) async {
        var headers = headers
        headers[.connection] = "close"
        headers[.contentLength] = String(body.utf8.count)
        let head = HTTPResponse(status: status, headerFields: headers)
        do {
            try await connection.executeThenClose { _, outbound in
                try await outbound.write(contentsOf: [.head(head), .body(ByteBuffer(string: body)), .end(nil)])
            }
        } catch {
            logger.debug("Refused socket gone", metadata: ["error": "\(error)"])
        }
    }

    private func run(
        _ body: @Sendable (WebSocketSession) async throws -> Void,
        on connection: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, _ logger: Logger
    ) async {
        let channel = connection.channel
        do {
            try await withTaskCancellationHandler {
                try await connection.executeThenClose { inbound, outbound in
                    let session = WebSocketSession(
                        frames: inbound, outbound: outbound, channel: channel, configuration: configuration)
                    do {
                        try await body(session)
                        try await session.close(code: CloseCode.normal, reason: "")
                    } catch where !(error is CancellationError) && channel.isActive {
                        logger.debug("Socket failed", metadata: ["error": "\(error)"])
                        try await session.close(code: CloseCode.internalError, reason: "the server failed")
                    }
                    // The peer's close is waited for, or the channel is closed after the close time-out.
                    for try await _ in session.inbound {}
                }
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            logger.trace("Socket ended", metadata: ["error": "\(error)"])
        }
    }
}
