public import DeskModel

/// The clock that leases are measured by: the wall clock of when it was made, moved on by a clock that nobody can set.
///
/// Setting the machine's clock while the desk runs therefore changes no lease. A restart reads the wall clock anew; what
/// it may have been set by meanwhile is bounded by `confined`.
public struct DeskClock: Sendable {
    private let reading: @Sendable () -> Timestamp

    public init() {
        let wall = Timestamp.now()
        let start = ContinuousClock.now
        reading = {
            let passed = start.duration(to: .now).components
            return wall.advanced(
                byMilliseconds: passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000)
        }
    }

    /// A clock that says what a test wants.
    public init(reading: @escaping @Sendable () -> Timestamp) { self.reading = reading }

    public func now() -> Timestamp { reading() }

    /// The end of a lease that was held when the desk stopped: its agent could not use it meanwhile, so a minute is left
    /// to them at least, and never more than a whole lease, should the clock have been set back.
    static func confined(_ end: Timestamp, lease: Int64, now: Timestamp) -> Timestamp {
        let least = now.advanced(byMilliseconds: min(lease, 60_000))
        return min(max(end, least), now.advanced(byMilliseconds: lease))
    }
}
