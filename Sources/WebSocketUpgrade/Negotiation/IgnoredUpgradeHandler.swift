import NIOCore
import NIOHTTP1

/// Ends a connection after the response to a request whose upgrade was not granted.
///
/// NIO's decoder stops at such a request (`Upgrade: h2c`, for one, as `curl --http2` and Java's client send it), so a
/// next one on the same connection would never be answered. The client is told by `Connection: close`.
final class IgnoredUpgradeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let closeTimeout: TimeAmount
    private var unanswered = 0
    private var isLastRequest = false

    init(closeTimeout: TimeAmount) {
        self.closeTimeout = closeTimeout
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        unanswered += 1
        isLastRequest = head.method == .CONNECT || Self.asksForUpgrade(head.headers)
        // HTTP/1.0 has no upgrades: nobody must see one (RFC 9110, section 7.8).
        if isLastRequest, head.version != .http1_1 { head.headers.remove(name: "upgrade") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let closes = isLastRequest && unanswered == 1
        switch unwrapOutboundIn(data) {
        case .head(var head) where closes && head.status.code >= 200:
            head.headers.replaceOrAdd(name: "connection", value: "close")
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

    private static func asksForUpgrade(_ headers: HTTPHeaders) -> Bool {
        headers.contains(name: "upgrade")
            && headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
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
