import NIOCore
import NIOWebSocket

/// Pings a silent peer and gives up on one that neither answers nor reads. One scheduled callback per connection, no task.
final class KeepAliveHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let configuration: WebSocketConfiguration
    private var lastRead: NIODeadline = .now()
    private var pinged: NIODeadline?
    private var unwritableSince: NIODeadline?
    private var tick: Scheduled<Void>?

    init(configuration: WebSocketConfiguration) { self.configuration = configuration }

    func handlerAdded(context: ChannelHandlerContext) { schedule(context) }

    func handlerRemoved(context: ChannelHandlerContext) { tick?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = .now()
        pinged = nil
        context.fireChannelRead(data)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        unwritableSince = context.channel.isWritable ? nil : .now()
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        tick?.cancel()
        context.fireChannelInactive()
    }

    private func schedule(_ context: ChannelHandlerContext) {
        let interval = min(configuration.pingInterval, configuration.pongTimeout, configuration.writeTimeout)
        tick = context.eventLoop.assumeIsolated().scheduleTask(in: interval) { self.check(context) }
    }

    private func check(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        if let pinged, now - pinged >= configuration.pongTimeout { return context.close(promise: nil) }
        if let unwritableSince, now - unwritableSince >= configuration.writeTimeout {
            return context.close(promise: nil)
        }
        if pinged == nil, now - lastRead >= configuration.pingInterval {
            pinged = now
            let frame = WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())
            context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        }
        schedule(context)
    }
}
