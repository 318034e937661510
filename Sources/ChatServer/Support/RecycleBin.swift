import DeskModel
import Synchronization

/// Keeps what was deleted for a while, in memory, so that it can be brought back. Bounded: what was put in first goes
/// first.
final class RecycleBin<Item: Sendable>: Sendable {
    private struct Entry {
        let id: String
        let business: BusinessID
        let item: Item
        let cost: Int
        let since: ContinuousClock.Instant
    }

    private let entries = Mutex<[Entry]>([])
    private let maximumCost: Int
    private let lifetime: Duration

    /// - Parameters:
    ///   - maximumCost: of all that is kept at once, in the unit of `put`.
    ///   - lifetime: how long it is kept.
    init(maximumCost: Int, lifetime: Duration = .seconds(600)) {
        self.maximumCost = maximumCost
        self.lifetime = lifetime
    }

    /// - Returns: whether it is kept; what costs more than all may is not.
    @discardableResult
    func put(_ item: Item, id: String, of business: BusinessID, cost: Int, now: ContinuousClock.Instant = .now) -> Bool
    {
        entries.withLock { entries in
            entries.removeAll { $0.since.advanced(by: lifetime) <= now || ($0.id == id && $0.business == business) }
            guard cost <= maximumCost else { return false }
            while entries.reduce(cost, { $0 + $1.cost }) > maximumCost { entries.removeFirst() }
            entries.append(Entry(id: id, business: business, item: item, cost: cost, since: now))
            return true
        }
    }

    /// Takes it out again; `nil` when it is gone, or another business's.
    func take(_ id: String, of business: BusinessID, now: ContinuousClock.Instant = .now) -> Item? {
        entries.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.id == id && $0.business == business }) else { return nil }
            let entry = entries.remove(at: index)
            return entry.since.advanced(by: lifetime) > now ? entry.item : nil
        }
    }
}
