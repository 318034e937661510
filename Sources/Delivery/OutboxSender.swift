public import DeskModel

/// Sends the entries of one kind. Called for several at once, though never for two of a lane.
public protocol OutboxSender: Sendable {
    var policy: DeliveryPolicy { get }
    /// Tries once, within a bounded time.
    func send(_ entry: OutboxEntry) async -> DeliveryResult
    /// Called when the target is to get nothing more. - Parameter reason: a sentence for the owner.
    func abandonTarget(of entry: OutboxEntry, reason: String) async throws
}

extension OutboxSender {
    /// Most targets are just addresses, with nothing to disable.
    public func abandonTarget(of entry: OutboxEntry, reason: String) async throws {}
}

/// What came of one attempt.
public struct DeliveryResult: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case delivered
        /// It may work later.
        case failed
        /// It never will.
        case refused
        /// The target itself is gone.
        case targetGone
        /// Stopped by ourselves; it does not count.
        case interrupted
        /// Not tried, for it is not its turn before `retryAfter`; it does not count.
        case postponed
    }

    public let outcome: Outcome
    /// An HTTP status or an SMTP reply code.
    public let status: Int?
    /// A sentence for the owner; `nil` when it was delivered.
    public let error: String?
    /// The beginning of the answer.
    public let response: String?
    /// Milliseconds that the target asked to be left in peace for.
    public let retryAfter: Int64?
    /// Whether the payload is forgotten once there is nothing more to try.
    public let isConfidential: Bool

    public init(
        _ outcome: Outcome, status: Int? = nil, error: String? = nil, response: String? = nil,
        retryAfter: Int64? = nil, isConfidential: Bool = false
    ) {
        self.outcome = outcome
        self.status = status
        self.error = error
        self.response = response
        self.retryAfter = retryAfter
        self.isConfidential = isConfidential
    }
}
