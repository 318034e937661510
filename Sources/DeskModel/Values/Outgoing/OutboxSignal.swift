/// Tells the outbox's service that there may be something to send, so that nothing waits for the next look.
public final class OutboxSignal: Sendable {
    /// For one reader. Several raises before a look are one.
    public let raises: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    public init() { (raises, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// Called after the transaction is committed.
    public func raise() { continuation.yield() }
}
