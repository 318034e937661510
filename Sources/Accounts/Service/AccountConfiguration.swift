/// How long things last, and how strict the door is.
public struct AccountConfiguration: Hashable, Sendable {
    /// The URL people reach the server by: links are mailed only when it is known, for a request's own `Host` is
    /// written by whoever sends it.
    public var publicURL: String?
    /// Milliseconds after which a session ends, used or not.
    public var sessionLifetime: Int64 = 14 * 24 * 3600 * 1000
    /// Milliseconds without a request after which a session ends.
    public var sessionIdleTime: Int64 = 24 * 3600 * 1000
    /// How finely the last use of a session is noted: not every request is a write.
    var touchInterval: Int64 = 60_000
    /// Sessions one user may have; the oldest goes.
    public var maximumSessions = 20
    /// Milliseconds an invitation is good for.
    public var invitationLifetime: Int64 = 7 * 24 * 3600 * 1000
    /// Milliseconds a link to a new password is good for.
    public var resetLifetime: Int64 = 3600 * 1000
    /// Milliseconds between the right password and the code.
    var secondStepLifetime: Int64 = 300_000
    /// Base-2 logarithm of the rounds of scrypt; each step doubles time and memory.
    public var passwordCost = 17

    public init(publicURL: String? = nil) { self.publicURL = publicURL }
}
