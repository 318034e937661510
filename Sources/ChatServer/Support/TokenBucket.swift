/// A rate limit: `burst` at once, `perSecond` more each second. A value; the clock is the caller's.
struct TokenBucket: Sendable {
    let burst: Double
    let perSecond: Double
    private var tokens: Double
    private var updated: ContinuousClock.Instant

    init(burst: Int, perSecond: Double, now: ContinuousClock.Instant) {
        self.burst = Double(burst)
        self.perSecond = perSecond
        tokens = Double(burst)
        updated = now
    }

    /// - Returns: whether one more is allowed now.
    mutating func take(now: ContinuousClock.Instant) -> Bool {
        let elapsed = updated.duration(to: now)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        tokens = min(burst, tokens + max(0, seconds) * perSecond)
        updated = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }

    /// How many more are allowed at once, as of the last time that one was asked for.
    var remaining: Int { Int(tokens) }

    /// Until as many are allowed at once as ever.
    var secondsUntilFull: Double { (burst - tokens) / perSecond }

    /// Whether nothing was taken for so long that the bucket is full again and can be forgotten.
    func isIdle(at now: ContinuousClock.Instant) -> Bool {
        updated.duration(to: now) > .seconds(secondsUntilFull)
    }
}
