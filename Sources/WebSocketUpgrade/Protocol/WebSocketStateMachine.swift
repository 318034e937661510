import NIOCore

/// The life of a connection after the handshake: liveness by ping and pong, stuck writes, the closing handshake
/// (RFC 6455, sections 5.5 and 7). It does no I/O and reads no clock: events and the time come in, actions go out.
struct WebSocketStateMachine {
    /// What has to be done about an event.
    enum Action: Hashable, Sendable {
        case none
        /// Give the message to the session.
        case deliver(WebSocketMessage)
        case sendPing
        case sendPong(ByteBuffer)
        /// End the session's messages, send the frame and wait for the peer's.
        case beginClose(CloseFrame)
        /// End the session's messages, send the frame if there is one, shut the sending side and discard what still
        /// comes until the peer is done. (Closing with unread bytes would reset the connection, and the peer might
        /// never see the close frame.)
        case finishClose(CloseFrame?)
        /// Close the connection as it is.
        case drop
    }

    struct Timeouts: Sendable {
        var pingInterval: TimeAmount?
        var pong: TimeAmount
        var close: TimeAmount
        var write: TimeAmount
    }

    private enum State {
        case open
        /// We sent a close frame and wait for the peer's.
        case closing(until: NIODeadline)
        /// All is said; we wait for the peer to close the connection.
        case draining(until: NIODeadline)
        case closed
    }

    private let timeouts: Timeouts
    private var state = State.open
    private var lastHeard: NIODeadline
    private var pingSent: NIODeadline?
    private var pendingWrites = 0
    private var waitingSince: NIODeadline?

    init(timeouts: Timeouts, now: NIODeadline) {
        self.timeouts = timeouts
        lastHeard = now
    }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// When `timerFired` has something to do at the earliest.
    var nextDeadline: NIODeadline? {
        switch state {
        case .open: [livenessDeadline, writeDeadline].compactMap { $0 }.min()
        case .closing(let until), .draining(let until): until
        case .closed: nil
        }
    }

    private var livenessDeadline: NIODeadline? {
        if let pingSent { return pingSent + timeouts.pong }
        return timeouts.pingInterval.map { lastHeard + $0 }
    }

    private var writeDeadline: NIODeadline? { waitingSince.map { $0 + timeouts.write } }

    /// Bytes came, whatever they are: the peer lives.
    mutating func heard(now: NIODeadline) {
        lastHeard = now
        pingSent = nil
    }

    /// A frame is to be sent.
    mutating func writeStarted(now: NIODeadline) {
        pendingWrites += 1
        if pendingWrites == 1 { waitingSince = now }
    }

    /// The socket has taken a frame, so the peer takes what we send.
    mutating func writeFinished(now: NIODeadline) {
        pendingWrites -= 1
        waitingSince = pendingWrites == 0 ? nil : now
    }

    mutating func received(_ event: MessageAssembler.Event, now: NIODeadline) -> Action {
        switch (state, event) {
        case (.open, .message(let message)): return .deliver(message)
        case (.open, .ping(let data)): return .sendPong(data)
        case (.open, .close(let frame)): return drain(sending: CloseFrame(code: frame.code), now: now)
        case (.closing, .close): return drain(sending: nil, now: now)
        case (_, _): return .none
        }
    }

    mutating func received(_ violation: WebSocketViolation, now: NIODeadline) -> Action {
        switch state {
        case .open: drain(sending: violation.closeFrame, now: now)
        case .closing: drain(sending: nil, now: now)
        case .draining, .closed: .none
        }
    }

    /// Our side wants to close.
    mutating func close(_ frame: CloseFrame, now: NIODeadline) -> Action {
        guard isOpen else { return .none }
        state = .closing(until: now + timeouts.close)
        return .beginClose(frame)
    }

    /// The peer has shut its sending side, or reading failed. Without a close frame that is code 1006; with one it is
    /// how a connection ends.
    mutating func inputEnded() -> Action {
        if case .closed = state { return .none }
        state = .closed
        return .drop
    }

    /// - Parameter isReading: whether the socket is being read. While the session is too busy for it the peer's pongs
    ///   wait in the socket, and its silence means nothing.
    mutating func timerFired(now: NIODeadline, isReading: Bool) -> Action {
        switch state {
        case .open:
            if let writeDeadline, now >= writeDeadline { return inputEnded() }
            guard let livenessDeadline, now >= livenessDeadline else { return .none }
            if !isReading {
                heard(now: now)
                return .none
            }
            guard pingSent == nil else {
                return drain(sending: CloseFrame(code: 1011, reason: "no answer to a ping"), now: now)
            }
            pingSent = now
            return .sendPing
        case .closing(let until), .draining(let until):
            return now >= until ? inputEnded() : .none
        case .closed:
            return .none
        }
    }

    private mutating func drain(sending frame: CloseFrame?, now: NIODeadline) -> Action {
        state = .draining(until: now + timeouts.close)
        return .finishClose(frame)
    }
}
