/// The receiving half of RFC 6455: takes frames, gives what to do. A value without I/O.
struct ProtocolState: Sendable {
    enum Opcode: Sendable { case continuation, text, binary, close, ping, pong, reserved }

    struct Frame: Sendable {
        let isFinal: Bool
        let hasReservedBits: Bool
        let isMasked: Bool
        let opcode: Opcode
        /// Unmasked.
        let payload: [UInt8]
    }

    enum Action: Equatable, Sendable {
        case deliver(WebSocketMessage)
        case pong([UInt8])
        /// Send a close frame; then the connection is over, at once when the peer has sent its own.
        case close(code: UInt16?, reason: String, peerHasClosed: Bool)
        case nothing
    }

    private let maximumMessageBytes: Int
    private var fragments: [UInt8] = []
    /// The opcode of the message whose fragments are coming in.
    private var open: Opcode?
    private(set) var hasSentClose = false
    private(set) var hasReceivedClose = false

    init(maximumMessageBytes: Int) { self.maximumMessageBytes = maximumMessageBytes }

    mutating func receive(_ frame: Frame) -> Action {
        guard !hasReceivedClose else { return .nothing }
        guard frame.isMasked else { return fail(CloseCode.protocolError, "client frames must be masked") }
        guard !frame.hasReservedBits else { return fail(CloseCode.protocolError, "reserved bits are set") }
        switch frame.opcode {
        case .ping, .pong, .close:
            guard frame.isFinal else { return fail(CloseCode.protocolError, "a control frame is fragmented") }
            guard frame.payload.count <= 125 else { return fail(CloseCode.protocolError, "a control frame is too long") }
            if frame.opcode == .ping { return hasSentClose ? .nothing : .pong(frame.payload) }
            return frame.opcode == .pong ? .nothing : receiveClose(frame.payload)
        case .text, .binary:
            guard open == nil else { return fail(CloseCode.protocolError, "a message began inside another") }
            return receiveData(frame, of: frame.opcode)
        case .continuation:
            guard let opcode = open else { return fail(CloseCode.protocolError, "a continuation of nothing") }
            return receiveData(frame, of: opcode)
        case .reserved:
            return fail(CloseCode.protocolError, "an unknown opcode")
        }
    }

    /// We close. - Returns: whether a close frame is to be sent now; it is sent once.
    mutating func close() -> Bool {
        guard !hasSentClose else { return false }
        hasSentClose = true
        return true
    }

    private mutating func receiveData(_ frame: Frame, of opcode: Opcode) -> Action {
        guard !hasSentClose else { return .nothing }
        guard fragments.count + frame.payload.count <= maximumMessageBytes else {
            return fail(CloseCode.messageTooBig, "the message is larger than \(maximumMessageBytes) bytes")
        }
        guard frame.isFinal else {
            open = opcode
            fragments += frame.payload
            return .nothing
        }
        let payload = fragments.isEmpty ? frame.payload : fragments + frame.payload
        open = nil
        fragments = []
        guard opcode == .text else { return .deliver(.binary(payload)) }
        guard let text = String(validating: payload, as: UTF8.self) else {
            return fail(CloseCode.invalidPayload, "the text is not UTF-8")
        }
        return .deliver(.text(text))
    }

    private mutating func receiveClose(_ payload: [UInt8]) -> Action {
        hasReceivedClose = true
        guard !hasSentClose else { return .close(code: nil, reason: "", peerHasClosed: true) }
        hasSentClose = true
        guard !payload.isEmpty else { return .close(code: CloseCode.normal, reason: "", peerHasClosed: true) }
        let code = payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : 0
        guard CloseCode.isAllowedOnTheWire(code) else {
            return .close(code: CloseCode.protocolError, reason: "an invalid close code", peerHasClosed: true)
        }
        guard String(validating: payload.dropFirst(2), as: UTF8.self) != nil else {
            return .close(code: CloseCode.invalidPayload, reason: "the close reason is not UTF-8", peerHasClosed: true)
        }
        return .close(code: code, reason: "", peerHasClosed: true)
    }

    private mutating func fail(_ code: UInt16, _ reason: String) -> Action {
        guard close() else { return .nothing }
        hasReceivedClose = true
        return .close(code: code, reason: reason, peerHasClosed: false)
    }
}
