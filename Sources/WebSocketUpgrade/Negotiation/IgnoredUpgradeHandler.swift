import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends a connection after the response to a request whose upgrade was not granted.
///
/// NIO's decoder stops at such a request (`Upgrade: h2c`, for one, as `curl --http2` and Java's client send it), so a
/// next one on the same connection would never be answered. The client is told by `Connection: close`.
final class IgnoredUpgradeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let closeTimeout: TimeAmount
    private var unanswered = 0
    private var isLastRequest = false

    init(closeTimeout: TimeAmount) {
        self.closeTimeout = closeTimeout
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data) {
            unanswered += 1
            let fields = head.headerFields
            isLastRequest =
                head.method == .connect || fields.contains(.upgrade) && fields.hasToken("upgrade", in: .connection)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let closes = isLastRequest && unanswered == 1
        switch unwrapOutboundIn(data) {
        case .head(var head) where closes && head.status.kind != .informational:
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            unanswered -= 1
            context.write(data, promise: promise)
            guard closes else { return }
            context.flush()
            context.channel.closeGently(within: closeTimeout)
        default:
            context.write(data, promise: promise)
        }
    }
}

extension Channel {
    /// Shuts the sending side and leaves the peer some time to close its own: closing with bytes unread would reset
    /// the connection, and what was sent last might never be seen.
    func closeGently(within timeout: TimeAmount) {
        let closing = eventLoop.scheduleTask(in: timeout) { self.close(promise: nil) }
        closeFuture.whenComplete { _ in closing.cancel() }
        close(mode: .output).whenFailure { _ in self.close(promise: nil) }
    }
}
