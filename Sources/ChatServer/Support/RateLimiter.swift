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

    /// - Returns: whether one more of this name is allowed now.
    func allows(_ name: String, now: ContinuousClock.Instant = .now) -> Bool {
        buckets.withLock { buckets in
            if buckets.count >= capacity, buckets[name] == nil {
                buckets = buckets.filter { !$0.value.isIdle(at: now) }
                // Still full: newcomers are refused rather than memory grown.
                if buckets.count >= capacity { return false }
            }
            return buckets[name, default: TokenBucket(burst: burst, perSecond: perSecond, now: now)].take(now: now)
        }
    }
}
