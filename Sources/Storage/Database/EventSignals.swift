import DeskModel
import Synchronization

/// Wakes those who read a business's event log when a transaction that added to it was committed.
final class EventSignals: Sendable {
    private struct State {
        var nextID = 0
        var watchers: [BusinessID: [Int: AsyncStream<Void>.Continuation]] = [:]
    }

    private let state = Mutex(State())

    func changes(in business: BusinessID) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = state.withLock { state in
                state.nextID += 1
                state.watchers[business, default: [:]][state.nextID] = continuation
                return state.nextID
            }
            continuation.onTermination = { [weak self] _ in self?.remove(id, from: business) }
        }
    }

    func signal(_ business: BusinessID) {
        let watchers = state.withLock { $0.watchers[business]?.values.map(\.self) ?? [] }
        for watcher in watchers { watcher.yield() }
    }

    private func remove(_ id: Int, from business: BusinessID) {
        state.withLock { state in
            state.watchers[business]?[id] = nil
            if state.watchers[business]?.isEmpty == true { state.watchers[business] = nil }
        }
    }
}
