import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// What the first request of a connection turned out to be.
enum FirstRequest: Sendable {
    /// The connection closed before there was one.
    case none
    case plain(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
    /// It asks for a WebSocket and waits for `UpgradeNegotiator.resolve`.
    case webSocket(HTTPRequest)
}

/// What a connection has become after its first request asked for a WebSocket.
enum ConnectionKind: Sendable {
    case plain(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
    case webSocket(NIOAsyncChannel<WebSocketMessage, Never>)
    case rejected
}

/// Puts a connection's channel handlers together. All methods are called on its event loop.
struct ConnectionPipelines {
    let configuration: WebSocketConfiguration
    let http: HTTP1Channel.Configuration
    /// Makes the body of a refusal.
    let explain: @Sendable (HTTPResponse.Status, String) -> (contentType: String, body: String)
    let logger: Logger
    let eventLoop: any EventLoop
    private let encoder = HTTPResponseEncoder()
    private let decoder: UpgradableRequestDecoder
    private let decoderHandler: ByteToMessageHandler<UpgradableRequestDecoder>

    init(
        configuration: WebSocketConfiguration, http: HTTP1Channel.Configuration,
        explain: @escaping @Sendable (HTTPResponse.Status, String) -> (contentType: String, body: String),
        logger: Logger, eventLoop: any EventLoop
    ) {
        self.configuration = configuration
        self.http = http
        self.explain = explain
        self.logger = logger
        self.eventLoop = eventLoop
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = http.httpDecoder.maxHeaderFieldSize
        limits.maxHeaderListSize = http.httpDecoder.maxHeaderListSize
        limits.maxHeaderFieldCount = http.httpDecoder.maxHeaderFieldCount
        decoder = UpgradableRequestDecoder(limits: limits)
        decoderHandler = ByteToMessageHandler(decoder)
    }

    var closeTimeout: TimeAmount { TimeAmount(configuration.closeTimeout) }

    /// A connection without a request is idle, so HTTP's idle time-out holds for it as well.
    var firstRequestTimeout: TimeAmount {
        min(TimeAmount(configuration.firstRequestTimeout), http.idleTimeout ?? .nanoseconds(.max))
    }

    /// What every connection starts with.
    func addNegotiation(to channel: any Channel) throws -> UpgradeNegotiator {
        let negotiator = UpgradeNegotiator(pipelines: self, eventLoop: eventLoop)
        try channel.pipeline.syncOperations.addHandlers([encoder, decoderHandler, negotiator])
        return negotiator
    }

    /// The same handlers in the same order as hummingbird's `HTTP1Channel`, after the coders.
    func addPlainHTTP(to channel: any Channel) throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart> {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(IgnoredUpgradeHandler(closeTimeout: closeTimeout))
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandlers(http.additionalChannelHandlers())
        try pipeline.addHandler(
            HTTPConnectionStateHandler(idleTimeout: http.idleTimeout.map { Duration($0) }, logger: logger))
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }

    /// Takes HTTP's coders out and puts WebSocket's in; bytes that came behind the request are passed on.
    func replaceHTTPByWebSocket(
        on channel: any Channel
    ) -> EventLoopFuture<NIOAsyncChannel<WebSocketMessage, Never>> {
        let pipeline = channel.pipeline.syncOperations
        do {
            decoder.upgrade()
            let frames = WebSocketFrameDecoder(maxFrameSize: min(configuration.maximumFrameBytes, Int(UInt32.max)))
            try pipeline.addHandlers([
                WebSocketFrameEncoder(), ByteToMessageHandler(frames),
                WebSocketHandler(configuration: configuration, logger: logger),
            ])
            let connection = try NIOAsyncChannel<WebSocketMessage, Never>(
                wrappingChannelSynchronously: channel,
                configuration: .init(
                    backPressureStrategy: .init(lowWatermark: 2, highWatermark: 8),
                    isOutboundHalfClosureEnabled: false))
            pipeline.removeHandler(encoder, promise: nil)
            return pipeline.removeHandler(decoderHandler).map { connection }
        } catch {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(error)
        }
    }
}
