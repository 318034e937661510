/// When a failed request is sent again: exponential back-off with jitter, or the wait that the endpoint asks for.
public struct RetryPolicy: Hashable, Sendable {
    /// Attempts after the first.
    public var maximumRetries: Int
    /// Before the first retry; doubled for each further one.
    public var baseDelay: Duration
    public var maximumDelay: Duration
    /// An endpoint that asks for a longer wait (`Retry-After`) is given up at once.
    public var maximumRetryAfter: Duration

    public init(
        maximumRetries: Int = 2, baseDelay: Duration = .milliseconds(500), maximumDelay: Duration = .seconds(8),
        maximumRetryAfter: Duration = .seconds(120)
    ) {
        self.maximumRetries = maximumRetries
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.maximumRetryAfter = maximumRetryAfter
    }

    /// How long to wait before the next attempt; `nil` to give up.
    ///
    /// - Parameters:
    ///   - retries: those made already.
    ///   - retryAfter: the wait that the endpoint asks for.
    ///   - jitter: 0...1; takes away up to a quarter of the back-off, so that clients do not come back together.
    func delay(after retries: Int, retryAfter: Duration?, jitter: Double) -> Duration? {
        guard retries < maximumRetries else { return nil }
        if let retryAfter { return retryAfter <= maximumRetryAfter ? max(.zero, retryAfter) : nil }
        let doubled = baseDelay * (1 << min(retries, 30))
        return min(maximumDelay, doubled) * (1 - 0.25 * jitter)
    }

    /// Attempts until one succeeds, fails for good, or the wait would pass the deadline.
    ///
    /// - Throws: the last `EndpointFailure`; `CancellationError` when cancelled while waiting.
    func run<Value>(
        until deadline: ContinuousClock.Instant, isolation: isolated (any Actor)? = #isolation,
        _ attempt: () async throws -> Value
    ) async throws -> Value {
        var retries = 0
        while true {
            do {
                return try await attempt()
            } catch let failure as EndpointFailure {
                guard failure.isRetryable,
                    let delay = delay(after: retries, retryAfter: failure.retryAfter, jitter: .random(in: 0...1)),
                    ContinuousClock.now + delay < deadline
                else { throw failure }
                try await Task.sleep(for: delay)
                retries += 1
            }
        }
    }
}
