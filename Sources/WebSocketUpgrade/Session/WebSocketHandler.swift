import Logging
import NIOCore
import NIOWebSocket

/// Does on a channel what `WebSocketStateMachine` says: frames on the socket's side, messages on the session's.
///
/// It sits between the frame coder and the session's `NIOAsyncChannel`. Time is kept by one scheduled event-loop task,
/// so an idle connection costs no Swift task of its own.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketMessage
    typealias OutboundIn = WebSocketMessage
    typealias OutboundOut = WebSocketFrame

    private var machine: WebSocketStateMachine
    private var assembler: MessageAssembler
    private let logger: Logger
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?
    private var isReading = false
    private var needsFlush = false
    /// The answer to the last ping that came while the peer took nothing from us. Only the last needs one (RFC 6455,
    /// section 5.5.3), so a peer that pings and never reads cannot make us queue.
    private var heldPong: ByteBuffer?

    init(configuration: WebSocketConfiguration, logger: Logger) {
        machine = WebSocketStateMachine(
            timeouts: WebSocketStateMachine.Timeouts(
                pingInterval: configuration.pingInterval.map { TimeAmount($0) },
                pong: TimeAmount(configuration.pongTimeout), close: TimeAmount(configuration.closeTimeout),
                write: TimeAmount(configuration.writeTimeout)),
            now: .now())
        assembler = MessageAssembler(maximumMessageBytes: configuration.maximumMessageBytes)
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
    }

    // MARK: From the peer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        do {
            let event = try assembler.add(frame)
            perform(machine.received(event, now: .now()), context)
        } catch {
            perform(machine.received(error, now: .now()), context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        machine.heard(now: .now())
        schedule(context)
        isReading = false
        if needsFlush {
            needsFlush = false
            context.flush()
        }
        context.fireChannelReadComplete()
        if isDiscarding { read(context: context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            perform(machine.inputEnded(), context)
        case is ChannelShouldQuiesceEvent:
            perform(machine.close(CloseFrame(code: 1001, reason: "the server is shutting down"), now: .now()), context)
        default:
            break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as NIOWebSocketError:
            perform(machine.received(WebSocketViolation(error), now: .now()), context)
        case is ByteToMessageDecoderError:
            // What a peer goes on sending after a frame that was refused.
            break
        default:
            logger.trace("WebSocket connection failed", metadata: ["error": "\(error)"])
            perform(machine.inputEnded(), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        _ = machine.inputEnded()
        timer?.task.cancel()
        context.fireChannelInactive()
    }

    // MARK: From the session

    func read(context: ChannelHandlerContext) {
        isReading = true
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard machine.isOpen else {
            promise?.fail(WebSocketError.connectionClosed)
            return
        }
        let frame =
            switch unwrapOutboundIn(data) {
            case .text(let text): WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text))
            case .binary(let bytes): WebSocketFrame(fin: true, opcode: .binary, data: ByteBuffer(bytes: bytes))
            }
        write(frame, context, promise: promise)
        schedule(context)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let frame = event as? CloseFrame else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        perform(machine.close(frame, now: .now()), context)
        promise?.succeed()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, let pong = heldPong, machine.isOpen {
            heldPong = nil
            write(WebSocketFrame(fin: true, opcode: .pong, data: pong), context)
            context.flush()
        }
        context.fireChannelWritabilityChanged()
    }

    // MARK: Doing

    /// Whether what comes is of no interest any more, so that nobody else asks the socket for it.
    private var isDiscarding: Bool { !machine.isOpen }

    private func perform(_ action: WebSocketStateMachine.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .none:
            return
        case .deliver(let message):
            context.fireChannelRead(wrapInboundOut(message))
            return
        case .sendPong(let data):
            guard context.channel.isWritable else {
                heldPong = data
                return
            }
            needsFlush = true
            write(WebSocketFrame(fin: true, opcode: .pong, data: data), context)
        case .sendPing:
            write(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()), context)
            context.flush()
        case .beginClose(let frame):
            endInbound(context)
            send(frame, context)
            read(context: context)
        case .finishClose(let frame):
            endInbound(context)
            if let frame { send(frame, context) }
            context.close(mode: .output).assumeIsolated().whenFailure { _ in context.close(promise: nil) }
            read(context: context)
        case .drop:
            context.close(promise: nil)
        }
        schedule(context)
    }

    private func send(_ frame: CloseFrame, _ context: ChannelHandlerContext) {
        write(WebSocketFrame(fin: true, opcode: .connectionClose, data: frame.payload), context)
        context.flush()
    }

    private func write(
        _ frame: WebSocketFrame, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>? = nil
    ) {
        machine.writeStarted(now: .now())
        let promise = promise ?? context.eventLoop.makePromise()
        promise.futureResult.assumeIsolated().whenComplete { _ in self.machine.writeFinished(now: .now()) }
        context.write(wrapOutboundOut(frame), promise: promise)
    }

    /// The session's `NIOAsyncChannel` knows this event: its messages end after those it already holds.
    private func endInbound(_ context: ChannelHandlerContext) {
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    /// Sees to it that the timer fires no later than needed. It may fire too early, which does no harm: so nothing has
    /// to be rescheduled for every frame.
    private func schedule(_ context: ChannelHandlerContext) {
        guard let deadline = machine.nextDeadline else { return }
        if let timer {
            guard deadline < timer.deadline else { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            guard let self else { return }
            timer = nil
            perform(machine.timerFired(now: .now(), isReading: isReading), context)
            schedule(context)
        }
        timer = (deadline, task)
    }
}
