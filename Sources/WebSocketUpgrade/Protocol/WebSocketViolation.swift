import NIOWebSocket

/// Something a peer must not send, and the close frame that tells it so.
struct WebSocketViolation: Error, Hashable, Sendable {
    let code: UInt16
    let reason: String

    static func protocolError(_ reason: String) -> Self { Self(code: 1002, reason: reason) }
    static let invalidText = Self(code: 1007, reason: "text is not valid UTF-8")
    static let tooLarge = Self(code: 1009, reason: "message too large")

    private init(code: UInt16, reason: String) {
        self.code = code
        self.reason = reason
    }

    init(_ error: NIOWebSocketError) {
        switch error {
        case .invalidFrameLength: self = .tooLarge
        case .fragmentedControlFrame: self = .protocolError("fragmented control frame")
        case .multiByteControlFrameLength: self = .protocolError("control frame over 125 bytes")
        }
    }

    var closeFrame: CloseFrame { CloseFrame(code: code, reason: reason) }
}
