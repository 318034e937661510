import NIOCore
import NIOHTTP1

/// Hides offers to upgrade to anything but WebSocket (`h2c`, for one) in a connection's first request: NIO's upgrade
/// handler would swallow the request otherwise, and a client that merely offers must be answered in HTTP/1.1
/// (RFC 9110 section 7.8).
final class ForeignUpgradeFilter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private var isFirst = true

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isFirst, case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        isFirst = false
        let offers = head.headers[canonicalForm: "upgrade"].map { $0.lowercased() }
        if !offers.isEmpty, !offers.contains("websocket") {
            head.headers.remove(name: "upgrade")
            return context.fireChannelRead(wrapInboundOut(.head(head)))
        }
        context.fireChannelRead(data)
    }
}
