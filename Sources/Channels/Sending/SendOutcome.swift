/// What became of a message that was handed to a provider.
public enum SendOutcome: Hashable, Sendable {
    /// The provider took it, which is not to say that it arrived.
    case accepted(providerID: String)
    case refused(SendFailure)
    /// The request may have arrived, and no answer came.
    case unknown(String)
}

/// Why a provider did not take a message.
public struct SendFailure: Error, Hashable, Sendable {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// They asked for no more messages, or blocked us.
        case optedOut = "opted_out"
        /// Free text is allowed only for a while after the customer's last message.
        case windowClosed = "window_closed"
        case rateLimited = "rate_limited"
        /// The key, token or account is not accepted: nothing will be sent until the owner mends it.
        case credentials
        /// The address is no address, or cannot be reached this way.
        case recipient
        /// The text, template or file is not allowed.
        case content
        /// The provider met an error of its own, or cannot be reached.
        case unavailable
        case refused
    }

    public enum Retry: Hashable, Sendable {
        case never
        /// By the channel's usual schedule.
        case backOff
        /// Not before so many seconds, at most `longest`.
        case after(seconds: Int64)

        /// Seconds: nothing that a provider says has a message wait for more than a day.
        public static let longest: Int64 = 86_400
    }

    public let reason: Reason
    public let retry: Retry
    /// The provider's code.
    public let code: String?
    /// A sentence for the owner, without secrets.
    public let detail: String
    /// The HTTP status.
    public let status: Int?

    public init(_ reason: Reason, retry: Retry, code: String? = nil, detail: String, status: Int? = nil) {
        self.reason = reason
        self.retry =
            if case .after(let seconds) = retry { .after(seconds: min(max(0, seconds), Retry.longest)) } else { retry }
        self.code = code
        self.detail = String(detail.prefix(500))
        self.status = status
    }
}
