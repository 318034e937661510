import DeskModel
import Synchronization

/// Reaches the turn that is under way in a conversation: to tell it that nobody waits for its answer any more, or to
/// have it fall silent at once.
final class TurnGate: Sendable {
    enum Signal: Sendable {
        /// The customer's connection ended.
        case left
        /// A person has the word.
        case stop
    }

    private struct Running {
        let message: MessageID
        let signals: AsyncStream<Signal>.Continuation
        var isStopped = false
    }

    private let running: Mutex<[ConversationID: Running]> = Mutex([:])

    /// Signals that arrive for the turn of this message until `close`.
    func open(_ message: Message) -> AsyncStream<Signal> {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingOldest(8))
        running.withLock { $0[message.conversation] = Running(message: message.id, signals: continuation) }
        return stream
    }

    /// The same, unless a turn of this very message is under way: then `nil`.
    func openUnlessOpen(_ message: Message) -> AsyncStream<Signal>? {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingOldest(8))
        return running.withLock { running in
            guard running[message.conversation]?.message != message.id else { return nil }
            running[message.conversation] = Running(message: message.id, signals: continuation)
            return stream
        }
    }

    /// - Returns: whether the turn was stopped.
    func close(_ conversation: ConversationID) -> Bool {
        running.withLock { $0.removeValue(forKey: conversation)?.isStopped ?? false }
    }

    func customerLeft(_ conversation: ConversationID) { running.withLock { $0[conversation]?.signals }?.yield(.left) }

    /// Ends the turn under way: when this returns, it says nothing more.
    ///
    /// - Returns: the message that it was to answer; `nil` when there was none.
    func stop(_ conversation: ConversationID) -> MessageID? {
        running.withLock { running in
            guard let turn = running[conversation], !turn.isStopped else { return nil }
            running[conversation]?.isStopped = true
            // A turn that has eight signals waiting is about to end anyway, and cannot be stored either.
            turn.signals.yield(.stop)
            return turn.message
        }
    }

    /// Lets a turn say something, unless it was stopped.
    ///
    /// - Throws: `CancellationError` when it was.
    func say(_ message: Message, _ publish: () -> Void) throws {
        let isHeard = running.withLock { running in
            guard let turn = running[message.conversation], turn.message == message.id, !turn.isStopped else {
                return false
            }
            // Under the lock, so that nothing is said after `stop` has returned. Publishing never waits.
            publish()
            return true
        }
        guard isHeard else { throw CancellationError() }
    }
}
