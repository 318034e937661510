/// When a failed sending is tried again. A pure value: the random numbers are given.
public struct RetrySchedule: Hashable, Sendable {
    /// Milliseconds before the second attempt, the third, ...: when they are used up, the entry is given up.
    public let delays: [Int64]
    /// Each delay is multiplied by a random number of this range.
    public let jitter: ClosedRange<Double>

    public init(delays: [Int64], jitter: ClosedRange<Double>) {
        self.delays = delays
        self.jitter = jitter
    }

    /// Exponential back-off with full jitter: a random time of up to `base` · 2ⁿ, at most `cap`.
    public static func exponential(base: Int64, cap: Int64, retries: Int) -> RetrySchedule {
        RetrySchedule(delays: (0..<max(0, retries)).map { pause(base: base, cap: cap, failures: $0) }, jitter: 0...1)
    }

    /// `base` · 2ⁿ, at most `cap`.
    static func pause(base: Int64, cap: Int64, failures: Int) -> Int64 {
        let (value, overflow) = base.multipliedReportingOverflow(by: 1 << Int64(min(max(0, failures), 40)))
        return overflow ? cap : min(cap, value)
    }

    /// - Parameters:
    ///   - attempt: the one that failed, from 1.
    ///   - minimum: what the target asked for (`Retry-After`), in milliseconds; more than a day is not heeded.
    /// - Returns: milliseconds, at least 1; `nil` when it is time to give up.
    public func delay(
        after attempt: Int, atLeast minimum: Int64 = 0, using generator: inout some RandomNumberGenerator
    ) -> Int64? {
        guard (1...max(1, delays.count)).contains(attempt), attempt <= delays.count else { return nil }
        // 53 random bits as a number from 0 up to 1: one draw, whatever the generator gives.
        let part = Double(generator.next() >> 11) * 0x1p-53
        let factor = jitter.lowerBound + (jitter.upperBound - jitter.lowerBound) * part
        let delay = Int64((Double(delays[attempt - 1]) * factor).rounded())
        return max(1, delay, min(minimum, Self.day))
    }

    private static let second: Int64 = 1000
    private static let minute: Int64 = 60 * second
    private static let hour: Int64 = 60 * minute
    private static let day: Int64 = 24 * hour

    /// That of the Standard Webhooks specification, three days long.
    public static let webhook = RetrySchedule(
        delays: [
            5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour,
        ], jitter: 0.9...1.1)
    /// Greylisting asks for some minutes, a server that is down for a night; RFC 5321 section 4.5.4.1 for days.
    public static let email = exponential(base: minute, cap: 6 * hour, retries: 30)
    /// A text is of use for an hour.
    public static let sms = exponential(base: 2 * second, cap: 5 * minute, retries: 20)
}
