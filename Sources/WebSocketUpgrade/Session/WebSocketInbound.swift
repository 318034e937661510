import NIOCore

/// The messages of a peer, in order. They end when the connection closes, for whatever reason.
///
/// While nobody asks for the next message at most a few are held, and then the socket is not read any more.
public struct WebSocketInbound: AsyncSequence, Sendable {
    public typealias Element = WebSocketMessage

    let stream: NIOAsyncChannelInboundStream<WebSocketMessage>?

    /// Takes the messages one by one.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: NIOAsyncChannelInboundStream<WebSocketMessage>.AsyncIterator?

        /// The next message; `nil` when the connection has closed or the task is cancelled.
        public mutating func next() async -> WebSocketMessage? {
            // The stream never fails: the connection's handler turns every error into a close.
            (try? await base?.next()) ?? nil
        }
    }

    /// Starts the only iteration there may be.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: stream?.makeAsyncIterator())
    }
}
