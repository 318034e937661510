import DeskModel
import Synchronization

/// Brings messages back whose turn failed: each after a while, and only so often.
final class TurnRetries: Sendable {
    private struct Retry: Sendable {
        let message: Message
        let pause: Duration
    }

    /// Before each further try.
    private let pauses: [Duration]
    private let failures = Mutex<[MessageID: Int]>([:])
    private let retries: AsyncStream<Retry>
    private let retry: AsyncStream<Retry>.Continuation

    init(pauses: [Duration]) {
        self.pauses = pauses
        (retries, retry) = AsyncStream.makeStream(of: Retry.self, bufferingPolicy: .unbounded)
    }

    /// Notes that a message's turn failed. - Returns: whether the message comes back.
    func noteFailure(of message: Message) -> Bool {
        let earlier = failures.withLock { failures in
            let earlier = failures[message.id, default: 0]
            failures[message.id] = earlier < pauses.count ? earlier + 1 : nil
            return earlier
        }
        guard earlier < pauses.count else { return false }
        retry.yield(Retry(message: message, pause: pauses[earlier]))
        return true
    }

    /// Notes that a message needs no further try.
    func forget(_ message: Message) { failures.withLock { $0[message.id] = nil } }

    /// Hands messages back when it is time, until cancelled: what waits then is stored, and taken up after the restart.
    func run(_ offer: @escaping @Sendable (Message) -> Void) async {
        await withDiscardingTaskGroup { group in
            for await retry in retries {
                group.addTask {
                    try? await Task.sleep(for: retry.pause)
                    if !Task.isCancelled { offer(retry.message) }
                }
            }
        }
    }
}
