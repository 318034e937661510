/// Limits and time-outs of the WebSocket side of a server. Every one of them bounds what a peer can make us hold.
public struct WebSocketConfiguration: Hashable, Sendable {
    /// Payload bytes one received frame may have; a larger one is refused with 1009 as soon as its header is read.
    public var maximumFrameBytes = 131_072
    /// Payload bytes one received message may have, its fragments taken together; a larger one is refused with 1009.
    public var maximumMessageBytes = 131_072
    /// Payload bytes one sent message may have; a larger one makes `WebSocketSession.send` throw.
    public var maximumOutboundBytes = 4_194_304
    /// Silence after which the peer is pinged; `nil` never pings.
    public var pingInterval: Duration? = .seconds(30)
    /// How long the peer may stay silent after a ping before the connection is closed.
    public var pongTimeout: Duration = .seconds(20)
    /// How long the closing handshake may take before the connection is dropped.
    public var closeTimeout: Duration = .seconds(5)
    /// How long a new connection may take to send the head of its first request.
    public var firstRequestTimeout: Duration = .seconds(30)
    /// How long the peer may take to let us send one message before the connection is dropped.
    public var writeTimeout: Duration = .seconds(30)

    /// Makes a configuration with the defaults documented at each property.
    public init() {}
}
