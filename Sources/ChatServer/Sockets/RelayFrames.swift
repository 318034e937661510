import WebSocketUpgrade

/// The text frames of a socket; others are passed over.
struct RelayFrames: AsyncSequence, Sendable {
    typealias Element = String
    typealias Failure = any Error

    let inbound: WebSocketInbound

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: WebSocketInbound.AsyncIterator

        mutating func next() async throws -> String? {
            while let message = await base.next() {
                if case .text(let text) = message { return text }
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: inbound.makeAsyncIterator()) }
}
