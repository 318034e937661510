/// Slows down guessing at one name, such as an account or an address: after some free tries each failure doubles the
/// wait, up to a limit. A value; the clock is the caller's.
public struct LockOut: Hashable, Sendable {
    /// How strict it is.
    public struct Policy: Hashable, Sendable {
        /// Failures that cost no wait.
        public let free: Int
        /// Milliseconds of the first wait.
        public let first: Int64
        /// Milliseconds of the longest wait.
        public let longest: Int64

        public init(free: Int, first: Int64, longest: Int64) {
            self.free = free
            self.first = first
            self.longest = longest
        }

        /// One account: 5 tries, then 30 s, doubling up to 15 min.
        public static let account = Policy(free: 5, first: 30_000, longest: 900_000)
        /// One address, behind which many people may sit: 30 tries, then 30 s, doubling up to an hour.
        public static let address = Policy(free: 30, first: 30_000, longest: 3_600_000)
        /// Links asked for by one account or address.
        public static let links = Policy(free: 3, first: 60_000, longest: 3_600_000)
    }

    /// Milliseconds without a failure after which all is forgotten.
    public static let memory: Int64 = 24 * 3600 * 1000

    public private(set) var failures: Int
    public private(set) var lastFailure: Timestamp

    public init(failures: Int = 0, lastFailure: Timestamp = Timestamp(milliseconds: 0)) {
        self.failures = failures
        self.lastFailure = lastFailure
    }

    /// Milliseconds to wait before the next try; 0 when there may be one now.
    ///
    /// A failure that lies in the future says that the clock was put back: it counts as of now, so that nobody waits
    /// longer than the last wait.
    public mutating func wait(now: Timestamp, _ policy: Policy) -> Int64 {
        if lastFailure > now { lastFailure = now }
        if now.milliseconds - lastFailure.milliseconds >= Self.memory { failures = 0 }
        guard failures > policy.free else { return 0 }
        // The shift is bounded, for the count is not.
        let doubled = policy.first << Int64(min(failures - policy.free - 1, 20))
        return max(0, lastFailure.milliseconds + min(doubled, policy.longest) - now.milliseconds)
    }

    /// Counts a failure.
    public mutating func fail(now: Timestamp) {
        failures += 1
        lastFailure = now
    }

    /// Takes one failure back, which was counted ahead.
    public mutating func forgive() { failures = max(0, failures - 1) }
}
