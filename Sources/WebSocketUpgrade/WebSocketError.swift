/// Why a message or a close code could not be sent.
public struct WebSocketError: Error, Hashable, Sendable, CustomStringConvertible {
    private enum Kind: Hashable {
        case connectionClosed, messageTooLarge, invalidCloseCode
    }

    private let kind: Kind
    /// A sentence for logs.
    public let description: String

    private init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// The connection is closed or closing: nothing can be sent any more.
    public static let connectionClosed = WebSocketError(.connectionClosed, "the WebSocket connection is closed")
    /// The message is larger than `WebSocketConfiguration.maximumOutboundBytes`.
    public static let messageTooLarge = WebSocketError(.messageTooLarge, "the message is too large to be sent")
    /// The code is none that an endpoint may send (RFC 6455, section 7.4).
    public static let invalidCloseCode = WebSocketError(.invalidCloseCode, "the close code may not be sent")
}
