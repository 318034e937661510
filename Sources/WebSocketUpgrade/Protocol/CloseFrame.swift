import NIOCore

/// The content of a close frame: a code and a reason, or nothing at all (RFC 6455, section 5.5.1).
struct CloseFrame: Hashable, Sendable {
    /// `nil` stands for an empty frame.
    let code: UInt16?
    let reason: String

    static let maximumReasonBytes = 123

    /// - Parameter reason: cut at a character's end to the bytes that a control frame has room for.
    init(code: UInt16?, reason: String = "") {
        self.code = code
        guard reason.utf8.count > Self.maximumReasonBytes else {
            self.reason = reason
            return
        }
        var room = Self.maximumReasonBytes
        self.reason = String(
            reason.prefix { character in
                room -= character.utf8.count
                return room >= 0
            })
    }

    /// Reads a received payload.
    /// - Throws: 1002 for half a code or one that may not be sent, 1007 for a reason that is not UTF-8.
    init(payload: ByteBuffer) throws(WebSocketViolation) {
        var payload = payload
        guard payload.readableBytes > 0 else {
            self.init(code: nil)
            return
        }
        guard let code = payload.readInteger(as: UInt16.self), Self.isValid(code) else {
            throw .protocolError("invalid close code")
        }
        guard let reason = payload.validatedText() else { throw .invalidText }
        self.init(code: code, reason: reason)
    }

    var payload: ByteBuffer {
        var buffer = ByteBuffer()
        if let code {
            buffer.writeInteger(code)
            buffer.writeString(reason)
        }
        return buffer
    }

    /// Whether an endpoint may send the code: those defined by the RFC or registered with IANA, and the open ranges.
    static func isValid(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

extension ByteBuffer {
    /// The readable bytes as text; `nil` unless they are valid UTF-8.
    func validatedText() -> String? {
        try? getUTF8ValidatedString(at: readerIndex, length: readableBytes)
    }
}
