/// How fast one sender of ours may send, and how much it may at once.
public struct SenderRule: Hashable, Sendable {
    /// A number, a messaging service, a chat of a bot: unique within the provider and the business.
    public let sender: String
    public let perSecond: Double
    public let burst: Int

    /// - Parameter perSecond: above 0.
    public init(_ sender: String, perSecond: Double, burst: Int) {
        self.sender = sender
        self.perSecond = perSecond
        self.burst = burst
    }
}

/// A token bucket that gives out places in line: whoever has to wait comes back at their time and is let through, and
/// those behind do not crowd in meanwhile. A value; the clock is the caller's.
struct SenderPace: Sendable {
    /// Whom places are kept for, at most.
    private static let maximumPlaces = 10_000
    /// How long a place is kept for who does not come back.
    private static let patience: Duration = .seconds(60)

    let rule: SenderRule
    /// When a bucket that nobody takes from would be full again.
    private(set) var full: ContinuousClock.Instant
    private var places: [String: ContinuousClock.Instant] = [:]

    init(_ rule: SenderRule, now: ContinuousClock.Instant) {
        self.rule = rule
        full = now
    }

    private var interval: Duration { .seconds(1 / rule.perSecond) }
    private var slack: Duration { interval * max(0, rule.burst - 1) }

    /// How long a piece has to wait; zero when it may go now, which takes a token.
    ///
    /// - Parameter reference: the piece's own, the same each time it comes.
    mutating func wait(_ reference: String, now: ContinuousClock.Instant) -> Duration {
        if let place = places[reference] {
            guard place <= now else { return now.duration(to: place) }
            places[reference] = nil
            return .zero
        }
        let place = max(now, full - slack)
        full = max(now, full) + interval
        guard place > now else { return .zero }
        if places.count >= Self.maximumPlaces { places = places.filter { $0.value + Self.patience > now } }
        places[reference] = place
        return now.duration(to: place)
    }

    /// Lets nobody through for a while, because the provider asks for it; after that they come one by one.
    mutating func pause(until end: ContinuousClock.Instant) {
        places = [:]
        full = max(full, end + slack)
    }

    /// Whether it holds nothing that a new one would not.
    func isIdle(at now: ContinuousClock.Instant) -> Bool { full <= now && places.isEmpty }
}
