import Synchronization

/// A token bucket per name, such as a client's address; bounded in memory.
final class RateLimiter: Sendable {
    private let burst: Int
    private let perSecond: Double
    private let capacity: Int
    private let buckets = Mutex<[String: TokenBucket]>([:])

    init(burst: Int, perSecond: Double, capacity: Int = 10_000) {
        self.burst = burst
        self.perSecond = perSecond
        self.capacity = capacity
    }

    /// Where a name stands after it asked for one more.
    struct Standing: Sendable {
        let isAllowed: Bool
        /// How many more at once.
        let remaining: Int
        let secondsUntilFull: Int
    }

    /// - Returns: whether one more of this name is allowed now.
    func allows(_ name: String, now: ContinuousClock.Instant = .now) -> Bool { take(name, now: now).isAllowed }

    /// Takes one of this name, if it is allowed now.
    func take(_ name: String, now: ContinuousClock.Instant = .now) -> Standing {
        buckets.withLock { buckets in
            if buckets.count >= capacity, buckets[name] == nil {
                buckets = buckets.filter { !$0.value.isIdle(at: now) }
                // Still full: newcomers are refused rather than memory grown.
                if buckets.count >= capacity { return Standing(isAllowed: false, remaining: 0, secondsUntilFull: 1) }
            }
            var bucket = buckets[name] ?? TokenBucket(burst: burst, perSecond: perSecond, now: now)
            let isAllowed = bucket.take(now: now)
            buckets[name] = bucket
            return Standing(
                isAllowed: isAllowed, remaining: bucket.remaining,
                secondsUntilFull: Int(bucket.secondsUntilFull.rounded(.up)))
        }
    }
}
