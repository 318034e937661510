import DequeModule
import DeskModel
import Synchronization

/// Lets a conversation's steps of storing and publishing happen one at a time, in order of arrival: so that everyone
/// who watches it sees its messages in the order in which they are stored.
final class ConversationOrder: Sendable {
    private typealias Waiting = Deque<CheckedContinuation<Void, Never>>

    /// Conversations with a step under way, and the steps that wait for it.
    private let busy: Mutex<[ConversationID: Waiting]> = Mutex([:])

    func inTurn<Value>(_ conversation: ConversationID, _ step: () async throws -> Value) async rethrows -> Value {
        await enter(conversation)
        defer { leave(conversation) }
        return try await step()
    }

    private func enter(_ conversation: ConversationID) async {
        await withCheckedContinuation { continuation in
            let isFree = busy.withLock { busy in
                if busy[conversation] == nil {
                    busy[conversation] = []
                    return true
                }
                busy[conversation]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave(_ conversation: ConversationID) {
        let next = busy.withLock { busy in
            let next = busy[conversation]?.popFirst()
            if next == nil { busy[conversation] = nil }
            return next
        }
        next?.resume()
    }
}
