import NIOCore
import NIOWebSocket

/// Checks frames against RFC 6455, section 5, and joins fragments to messages. Holds one unfinished message at most.
struct MessageAssembler {
    /// What a frame amounts to.
    enum Event: Hashable, Sendable {
        /// A message is complete.
        case message(WebSocketMessage)
        /// More fragments have to come.
        case fragment
        case ping(ByteBuffer)
        case pong
        case close(CloseFrame)
    }

    let maximumMessageBytes: Int

    private var opcode: WebSocketOpcode?
    private var fragments = ByteBuffer()

    init(maximumMessageBytes: Int) {
        self.maximumMessageBytes = maximumMessageBytes
    }

    /// Takes the next frame, still masked.
    mutating func add(_ frame: WebSocketFrame) throws(WebSocketViolation) -> Event {
        guard frame.reservedBits.isEmpty else { throw .protocolError("reserved bits set") }
        guard frame.maskKey != nil else { throw .protocolError("unmasked frame") }
        switch frame.opcode {
        case .text, .binary:
            guard opcode == nil else { throw .protocolError("new message inside a fragmented one") }
            return try addData(frame, opcode: frame.opcode)
        case .continuation:
            guard let opcode else { throw .protocolError("continuation of nothing") }
            return try addData(frame, opcode: opcode)
        case .ping:
            return .ping(try Self.control(frame))
        case .pong:
            _ = try Self.control(frame)
            return .pong
        case .connectionClose:
            return .close(try CloseFrame(payload: try Self.control(frame)))
        default:
            throw .protocolError("unknown opcode")
        }
    }

    private mutating func addData(
        _ frame: WebSocketFrame, opcode: WebSocketOpcode
    ) throws(WebSocketViolation) -> Event {
        guard fragments.readableBytes + frame.length <= maximumMessageBytes else { throw .tooLarge }
        var data = frame.unmaskedData
        guard frame.fin else {
            self.opcode = opcode
            fragments.writeBuffer(&data)
            return .fragment
        }
        if self.opcode != nil {
            fragments.writeBuffer(&data)
            data = fragments
            // A new buffer: an idle connection keeps no memory of its last message.
            fragments = ByteBuffer()
            self.opcode = nil
        }
        guard opcode == .text else { return .message(.binary(Array(data.readableBytesView))) }
        guard let text = data.validatedText() else { throw .invalidText }
        return .message(.text(text))
    }

    private static func control(_ frame: WebSocketFrame) throws(WebSocketViolation) -> ByteBuffer {
        // The decoder refuses both earlier; this keeps the rule where the rest of the rules are.
        guard frame.fin else { throw .protocolError("fragmented control frame") }
        guard frame.length <= 125 else { throw .protocolError("control frame over 125 bytes") }
        return frame.unmaskedData
    }
}
