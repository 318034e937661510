/// The body of a streamed response, in pieces as they arrive, for one reader.
///
/// Reading slower than the network pauses the transfer. Letting go of the body before its end, or cancelling the task
/// that reads, closes the connection.
public final class TransferBody: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = TransferError

    private let channel: TransferChannel
    /// Keeps the client's thread running for as long as someone may read.
    private let client: TransferClient

    init(channel: TransferChannel, client: TransferClient) {
        self.channel = channel
        self.client = client
    }

    deinit { client.mailbox.cancel(channel) }

    /// The next piece, never empty; `nil` after the last.
    ///
    /// - Throws: `TransferError`, `cancelled` when the task is.
    public func read() async throws(TransferError) -> [UInt8]? {
        try await withCancellation(of: channel, in: client.mailbox) {
            let (result, resume) = await self.channel.nextPiece()
            if resume { self.client.mailbox.post(.resume(self.channel)) }
            return result
        }
    }

    /// Moves the moment by which the transfer must be over, which began as the request's total limit.
    public func setDeadline(_ deadline: ContinuousClock.Instant) {
        channel.setDeadline(deadline)
        client.mailbox.post(.wake)
    }

    /// Changes the idle limit, which began as the request's, from now on.
    public func setIdleLimit(_ limit: Duration) {
        channel.setIdleLimit(limit)
        client.mailbox.post(.wake)
    }

    public func makeAsyncIterator() -> Iterator { Iterator(body: self) }

    /// Reads the body's pieces in turn.
    public struct Iterator: AsyncIteratorProtocol {
        let body: TransferBody

        public mutating func next() async throws(TransferError) -> [UInt8]? { try await body.read() }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(TransferError) -> [UInt8]? {
            try await body.read()
        }
    }
}

/// Waits for a channel; when the waiting task is cancelled, so is the transfer, and the wait ends at once.
func withCancellation<Value: Sendable>(
    of channel: TransferChannel, in mailbox: TransferMailbox,
    _ wait: @Sendable () async -> Result<Value, TransferError>
) async throws(TransferError) -> Value {
    let result = await withTaskCancellationHandler(operation: wait) { mailbox.cancel(channel) }
    return try result.get()
}
