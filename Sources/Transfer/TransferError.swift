/// Why a transfer failed.
public struct TransferError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable names of the causes.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The request was never sent: bad URL, bad header, a scheme other than http and https, credentials in the URL.
        case invalidRequest = "invalid_request"
        /// As many transfers as the client allows are already running and waiting.
        case overloaded
        /// The total limit was over before the transfer had its turn: nothing was sent.
        case neverStarted = "never_started"
        /// The host's name has no address.
        case unresolvable
        /// No connection could be made.
        case unreachable
        /// The host's address is one that the request's `AddressPolicy` refuses.
        case addressRefused = "address_refused"
        /// TLS failed: an untrusted certificate, a wrong name, no common version.
        case insecure
        case connectTimedOut = "connect_timed_out"
        /// No byte moved for the idle limit, though the reader was ready.
        case idleTimedOut = "idle_timed_out"
        case totalTimedOut = "total_timed_out"
        /// More body than the limit, or more headers than any honest server sends.
        case responseTooLarge = "response_too_large"
        /// What came is not HTTP.
        case malformedResponse = "malformed_response"
        /// The peer closed or reset the connection before the response was whole.
        case interrupted
        case tooManyRedirects = "too_many_redirects"
        /// The Swift task that waited was cancelled, or the response's body was let go.
        case cancelled
        case failed
    }

    /// What went wrong, for programs.
    public let reason: Reason
    /// A sentence for the operator. It may name the host, never the URL, a header or the body.
    public let detail: String

    public init(_ reason: Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    public var description: String { "\(reason.rawValue): \(detail)" }

    static let cancelled = TransferError(.cancelled, "The transfer was cancelled.")
}
