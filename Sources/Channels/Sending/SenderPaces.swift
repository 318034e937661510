import DeskModel
import Synchronization

/// The paces of all senders of this process, each apart from the others.
final class SenderPaces: Sendable {
    private struct Key: Hashable {
        let provider: ChannelProvider
        let business: BusinessID
        let sender: String
    }

    /// Beyond so many, those that nobody uses are forgotten.
    private static let maximum = 10_000

    private let paces = Mutex<[Key: SenderPace]>([:])

    /// Milliseconds that a piece has to wait; 0 when it may go now.
    func wait(
        _ reference: String, by rule: SenderRule, of business: BusinessID, _ provider: ChannelProvider,
        now: ContinuousClock.Instant = .now
    ) -> Int64 {
        let key = Key(provider: provider, business: business, sender: rule.sender)
        let wait = paces.withLock { paces in
            if paces.count >= Self.maximum { paces = paces.filter { !$0.value.isIdle(at: now) } }
            var pace = paces[key].flatMap { $0.rule == rule ? $0 : nil } ?? SenderPace(rule, now: now)
            defer { paces[key] = pace }
            return pace.wait(reference, now: now)
        }
        let (seconds, attoseconds) = wait.components
        // Rounded up: whoever comes a moment early would wait twice.
        return seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }

    /// Has a sender rest for as long as the provider says.
    func pause(
        _ rule: SenderRule, of business: BusinessID, _ provider: ChannelProvider, seconds: Int64,
        now: ContinuousClock.Instant = .now
    ) {
        let key = Key(provider: provider, business: business, sender: rule.sender)
        paces.withLock { paces in
            var pace = paces[key].flatMap { $0.rule == rule ? $0 : nil } ?? SenderPace(rule, now: now)
            pace.pause(until: now + .seconds(min(max(0, seconds), 3_600)))
            paces[key] = pace
        }
    }
}
