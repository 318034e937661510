import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Waits for the first request of a connection and turns the connection into what the request asks for.
///
/// A plain request makes it plain HTTP at once. One for a WebSocket is held, with everything behind it, until
/// `resolve` is told what to do; meanwhile the socket is not read.
final class UpgradeNegotiator: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case waiting(timeout: Scheduled<Void>?)
        case deciding(parts: [HTTPServerRequestPart], isQuiescing: Bool)
        /// The HTTP decoder is being removed; what passes are its left-over bytes.
        case upgrading
        case rejected
        case plain
        case closed
    }

    /// What the first request turned out to be.
    let firstRequest: EventLoopFuture<FirstRequest>

    private let promise: EventLoopPromise<FirstRequest>
    private let pipelines: ConnectionPipelines
    private var state = State.waiting(timeout: nil)
    private var context: ChannelHandlerContext?

    init(pipelines: ConnectionPipelines, eventLoop: any EventLoop) {
        self.pipelines = pipelines
        promise = eventLoop.makePromise()
        firstRequest = promise.futureResult
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let eventLoop = context.eventLoop.assumeIsolated()
        let timeout = eventLoop.scheduleTask(in: pipelines.firstRequestTimeout) { [weak self] () -> Void in
            self?.closeUnused(context)
        }
        state = .waiting(timeout: timeout)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    // MARK: Events

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .waiting(let timeout):
            let part = unwrapInboundIn(data)
            timeout?.cancel()
            if case .head(let head) = part, let request = Self.upgradeRequest(head) {
                state = .deciding(parts: [part], isQuiescing: false)
                promise.succeed(.webSocket(request))
            } else {
                becomePlain(context, parts: [part], settling: promise)
            }
        case .deciding(var parts, let isQuiescing):
            parts.append(unwrapInboundIn(data))
            state = .deciding(parts: parts, isQuiescing: isQuiescing)
        case .upgrading, .plain:
            context.fireChannelRead(data)
        case .rejected, .closed:
            break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch state {
        case .waiting(let timeout):
            // Plain HTTP knows how to answer what is no request at all.
            timeout?.cancel()
            becomePlain(context, parts: [], error: error, settling: promise)
        case .deciding:
            context.close(promise: nil)
        case .upgrading, .plain:
            context.fireErrorCaught(error)
        case .rejected, .closed:
            break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch (state, event) {
        case (.waiting, ChannelEvent.inputClosed), (.waiting, is ChannelShouldQuiesceEvent):
            closeUnused(context)
        case (.deciding, ChannelEvent.inputClosed), (.rejected, ChannelEvent.inputClosed):
            context.close(promise: nil)
        case (.deciding(let parts, _), is ChannelShouldQuiesceEvent):
            state = .deciding(parts: parts, isQuiescing: true)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        switch state {
        case .deciding, .upgrading: break
        case .waiting, .rejected, .plain, .closed: context.read()
        }
    }

    private func closeUnused(_ context: ChannelHandlerContext) {
        guard case .waiting = state else { return }
        context.close(promise: nil)
    }

    private func end() {
        if case .waiting(let timeout) = state {
            timeout?.cancel()
            promise.succeed(.none)
        }
        state = .closed
    }

    // MARK: Outcomes

    /// Answers the request that is held.
    /// - Returns: what the connection has become; fails when it was lost meanwhile.
    func resolve(_ decision: WebSocketDecision, _ request: HTTPRequest) -> EventLoopFuture<ConnectionKind> {
        guard let context, case .deciding(let parts, let isQuiescing) = state, context.channel.isActive,
            case .head(let head)? = parts.first
        else { return pipelines.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel) }
        switch decision {
        case .notMine:
            let promise = context.eventLoop.makePromise(of: FirstRequest.self)
            becomePlain(context, parts: parts, settling: promise)
            if isQuiescing { context.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
            return promise.futureResult.flatMapThrowing { result in
                guard case .plain(let channel) = result else { throw ChannelError.ioOnClosedChannel }
                return .plain(channel)
            }
        case .accept where isQuiescing:
            reject(context, status: .serviceUnavailable, headers: [:], body: "The server is shutting down.")
        case .accept(let headers, let subprotocol, _):
            guard parts.count == 2, case .end = parts[1] else {
                reject(context, status: .badRequest, headers: [:], body: "Wait for the answer before sending more.")
                break
            }
            return WebSocketHandshake.responseHeaders(
                to: head, request: request, headers: headers, subprotocol: subprotocol, channel: context.channel
            ).assumeIsolated().flatMap { self.upgrade(context, headers: $0) }.nonisolated()
        case .reject(let status, let headers, let body):
            reject(context, status: status, headers: headers, body: body)
        }
        return context.eventLoop.makeSucceededFuture(.rejected)
    }

    private func becomePlain(
        _ context: ChannelHandlerContext, parts: [HTTPServerRequestPart], error: (any Error)? = nil,
        settling promise: EventLoopPromise<FirstRequest>
    ) {
        state = .plain
        do {
            let channel = try pipelines.addPlainHTTP(to: context.channel)
            promise.succeed(.plain(channel))
        } catch {
            promise.succeed(.none)
            context.close(promise: nil)
            return
        }
        for part in parts { context.fireChannelRead(wrapInboundOut(part)) }
        context.fireChannelReadComplete()
        if let error { context.fireErrorCaught(error) }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        // Reads that were held back.
        context.channel.read()
    }

    private func upgrade(
        _ context: ChannelHandlerContext, headers: HTTPHeaders
    ) -> EventLoopFuture<ConnectionKind> {
        state = .upgrading
        let channel = context.channel
        let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        return pipelines.replaceHTTPByWebSocket(on: channel).assumeIsolated().map { connection in
            // The bytes behind the request came outside of a read.
            context.fireChannelReadComplete()
            context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
            channel.read()
            return .webSocket(connection)
        }.nonisolated()
    }

    private func reject(
        _ context: ChannelHandlerContext, status: HTTPResponse.Status, headers: HTTPFields, body: String
    ) {
        state = .rejected
        var fields = headers
        var body = body
        if fields[.contentType] == nil, !body.isEmpty {
            let (type, explanation) = pipelines.explain(status, body)
            fields[.contentType] = type
            body = explanation
        }
        fields[.connection] = "close"
        fields[.contentLength] = String(body.utf8.count)
        fields[.transferEncoding] = nil
        let head = HTTPResponseHead(HTTPResponse(status: status, headerFields: fields))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.channel.closeGently(within: pipelines.closeTimeout)
        context.read()
    }

    private static func upgradeRequest(_ head: HTTPRequestHead) -> HTTPRequest? {
        guard head.version == .http1_1, head.headers.contains(name: "upgrade"),
            let request = try? HTTPRequest(head, secure: false, splitCookie: false),
            WebSocketHandshake.isRequested(by: request)
        else { return nil }
        return request
    }
}
