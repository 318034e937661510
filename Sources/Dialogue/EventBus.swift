public import DeskModel
import Synchronization

/// Carries a conversation's events to everyone who watches it.
public protocol EventBus: Sendable {
    func publish(_ event: ConversationEvent, to conversation: ConversationID)
    /// Events from now on. The stream ends when the watcher falls too far behind: it then catches up from the store.
    func events(of conversation: ConversationID) -> AsyncStream<ConversationEvent>
    /// How many watch the conversation.
    func watchers(of conversation: ConversationID) -> Int
}

/// The bus of a single process.
public final class InProcessEventBus: EventBus {
    private typealias Watcher = AsyncStream<ConversationEvent>.Continuation

    private struct State {
        var nextID = 0
        var watchers: [ConversationID: [Int: Watcher]] = [:]
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// - Parameter capacity: events a watcher may lag behind before its stream ends.
    public init(capacity: Int = 256) { self.capacity = capacity }

    public func publish(_ event: ConversationEvent, to conversation: ConversationID) {
        let watchers = state.withLock { $0.watchers[conversation]?.values.map(\.self) ?? [] }
        for watcher in watchers {
            // A watcher that cannot keep up is let go, so that its backlog never costs the others memory.
            if case .dropped = watcher.yield(event) { watcher.finish() }
        }
    }

    public func events(of conversation: ConversationID) -> AsyncStream<ConversationEvent> {
        AsyncStream(bufferingPolicy: .bufferingOldest(capacity)) { continuation in
            let id = state.withLock { state in
                state.nextID += 1
                state.watchers[conversation, default: [:]][state.nextID] = continuation
                return state.nextID
            }
            continuation.onTermination = { [weak self] _ in self?.remove(id, from: conversation) }
        }
    }

    public func watchers(of conversation: ConversationID) -> Int {
        state.withLock { $0.watchers[conversation]?.count ?? 0 }
    }

    private func remove(_ id: Int, from conversation: ConversationID) {
        state.withLock { state in
            state.watchers[conversation]?[id] = nil
            if state.watchers[conversation]?.isEmpty == true { state.watchers[conversation] = nil }
        }
    }
}
