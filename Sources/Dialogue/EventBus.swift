public import DeskModel
import Synchronization

/// Carries a conversation's events to everyone who watches it.
public protocol EventBus: Sendable {
    func publish(_ event: ConversationEvent, to conversation: ConversationID, of business: BusinessID)
    /// Events from now on. The stream ends when the watcher falls too far behind: it then catches up from the store.
    func events(of conversation: ConversationID) -> AsyncStream<ConversationEvent>
    /// What passes and is stored nowhere, of all a business's conversations: everything but messages, which the event
    /// log has. A watcher that falls behind misses the oldest.
    func passingEvents(in business: BusinessID) -> AsyncStream<BusinessEvent>
    /// How many watch the conversation.
    func watchers(of conversation: ConversationID) -> Int
}

/// The bus of a single process.
public final class InProcessEventBus: EventBus {
    private typealias Watcher = AsyncStream<ConversationEvent>.Continuation
    private typealias BusinessWatcher = AsyncStream<BusinessEvent>.Continuation

    private struct State {
        var nextID = 0
        var watchers: [ConversationID: [Int: Watcher]] = [:]
        var businesses: [BusinessID: [Int: BusinessWatcher]] = [:]
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// - Parameter capacity: events a watcher may lag behind before its stream ends.
    public init(capacity: Int = 256) { self.capacity = capacity }

    public func publish(_ event: ConversationEvent, to conversation: ConversationID, of business: BusinessID) {
        let (watchers, others) = state.withLock { state in
            (
                state.watchers[conversation]?.values.map(\.self) ?? [],
                state.businesses[business]?.values.map(\.self) ?? []
            )
        }
        for watcher in watchers {
            // A watcher that cannot keep up is let go, so that its backlog never costs the others memory.
            if case .dropped = watcher.yield(event) { watcher.finish() }
        }
        if case .message = event { return }
        for other in others { other.yield(BusinessEvent(conversation: conversation, event: event)) }
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

    public func passingEvents(in business: BusinessID) -> AsyncStream<BusinessEvent> {
        AsyncStream(bufferingPolicy: .bufferingNewest(capacity)) { continuation in
            let id = state.withLock { state in
                state.nextID += 1
                state.businesses[business, default: [:]][state.nextID] = continuation
                return state.nextID
            }
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { state in
                    state.businesses[business]?[id] = nil
                    if state.businesses[business]?.isEmpty == true { state.businesses[business] = nil }
                }
            }
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
