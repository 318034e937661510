import DeskModel
import Synchronization

/// Lets a running turn be told that nobody waits for its answer any more.
final class TurnGate: Sendable {
    private let leaving: Mutex<[ConversationID: AsyncStream<Void>.Continuation]> = Mutex([:])

    /// Signals that arrive for this conversation until `close`.
    func open(_ conversation: ConversationID) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        leaving.withLock { $0[conversation] = continuation }
        return stream
    }

    func close(_ conversation: ConversationID) { leaving.withLock { $0[conversation] = nil } }

    func signal(_ conversation: ConversationID) { leaving.withLock { $0[conversation] }?.yield() }
}
