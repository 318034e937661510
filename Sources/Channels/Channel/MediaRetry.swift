/// When a file that could not be fetched is tried again.
struct MediaRetry: Hashable, Sendable {
    /// Before it is given up.
    var maximumAttempts = 8
    /// Milliseconds before the second attempt; doubled for each further one.
    var base: Int64 = 1_000
    var cap: Int64 = 300_000

    /// Milliseconds until the next attempt; `nil` to give up.
    ///
    /// - Parameter failures: so far, this one included.
    func delay(after failures: Int, random: (ClosedRange<Int64>) -> Int64 = { .random(in: $0) }) -> Int64? {
        guard failures < maximumAttempts else { return nil }
        let ceiling = min(cap, base << Int64(min(max(0, failures - 1), 20)))
        return random(ceiling / 2...ceiling)
    }
}
