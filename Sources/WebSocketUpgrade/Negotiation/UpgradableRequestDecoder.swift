import NIOCore
import NIOHTTP1

/// NIO's HTTP request decoder with a switch: once a WebSocket is accepted it reads no more HTTP, and when it is removed
/// it passes on the bytes it holds.
///
/// NIO's decoder stops by itself after a request that it takes for an upgrade, but in its own judgement of the header
/// fields. With the switch no disagreement about them can send HTTP parts where WebSocket bytes are expected.
final class UpgradableRequestDecoder: ByteToMessageDecoder {
    typealias InboundOut = HTTPServerRequestPart

    private let http: HTTPRequestDecoder
    private var isUpgraded = false

    init(limits: NIOHTTPDecoderLimitConfiguration) {
        http = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
    }

    func upgrade() {
        isUpgraded = true
    }

    func decoderAdded(context: ChannelHandlerContext) {
        http.decoderAdded(context: context)
    }

    func decoderRemoved(context: ChannelHandlerContext) {
        http.decoderRemoved(context: context)
    }

    func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        isUpgraded ? .needMoreData : try http.decode(context: context, buffer: &buffer)
    }

    func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) throws -> DecodingState {
        guard isUpgraded else { return try http.decodeLast(context: context, buffer: &buffer, seenEOF: seenEOF) }
        if buffer.readableBytes > 0, !seenEOF { context.fireChannelRead(NIOAny(buffer)) }
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return .needMoreData
    }
}
