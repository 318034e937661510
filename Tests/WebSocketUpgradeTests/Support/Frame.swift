import NIOCore

/// A frame as its bytes have it, valid or not.
struct Frame: Hashable, Sendable {
    var opcode: UInt8
    var payload: [UInt8] = []
    var isFinal = true
    var reservedBits: UInt8 = 0
    var isMasked = true
    /// Declared instead of the payload's own length.
    var declaredLength: UInt64?

    static func text(_ text: String, isFinal: Bool = true) -> Frame {
        Frame(opcode: 1, payload: Array(text.utf8), isFinal: isFinal)
    }

    static func close(_ code: UInt16, _ reason: [UInt8] = []) -> Frame {
        Frame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + reason)
    }

    var text: String { String(decoding: payload, as: UTF8.self) }

    var bytes: [UInt8] {
        var bytes = [(isFinal ? 0x80 : 0) | reservedBits << 4 | opcode]
        let length = declaredLength ?? UInt64(payload.count)
        let maskBit: UInt8 = isMasked ? 0x80 : 0
        switch length {
        case ...125: bytes.append(maskBit | UInt8(length))
        case ...65535: bytes += [maskBit | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
        default:
            bytes.append(maskBit | 127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
        }
        guard isMasked else { return bytes + payload }
        let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    /// A server's frame, taken off the buffer once it is there in full.
    init?(reading buffer: inout ByteBuffer) {
        var copy = buffer
        guard let first = copy.readInteger(as: UInt8.self), let second = copy.readInteger(as: UInt8.self) else {
            return nil
        }
        var length = Int(second & 0x7F)
        if length == 126 {
            guard let long = copy.readInteger(as: UInt16.self) else { return nil }
            length = Int(long)
        } else if length == 127 {
            guard let long = copy.readInteger(as: UInt64.self) else { return nil }
            length = Int(long)
        }
        guard let payload = copy.readBytes(length: length) else { return nil }
        self.init(
            opcode: first & 0x0F, payload: payload, isFinal: first & 0x80 != 0, reservedBits: first >> 4 & 7,
            isMasked: second & 0x80 != 0)
        buffer = copy
    }

    init(
        opcode: UInt8, payload: [UInt8] = [], isFinal: Bool = true, reservedBits: UInt8 = 0, isMasked: Bool = true,
        declaredLength: UInt64? = nil
    ) {
        self.opcode = opcode
        self.payload = payload
        self.isFinal = isFinal
        self.reservedBits = reservedBits
        self.isMasked = isMasked
        self.declaredLength = declaredLength
    }
}
