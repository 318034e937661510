import DeskModel
import Synchronization

/// Brings messages back whose turn failed: each after a while, and only so often.
final class TurnRetries: Sendable {
    private struct Retry: Sendable {
        let message: Message
        let pause: Duration
    }

    private struct Failures {
        var count = 0
        /// Whether the last of them is still to be tried again.
        var isDue = false
    }

    /// Before each further try.
    private let pauses: [Duration]
    private let failures = Mutex<[MessageID: Failures]>([:])
    private let retries: AsyncStream<Retry>
    private let retry: AsyncStream<Retry>.Continuation

    init(pauses: [Duration]) {
        self.pauses = pauses
        (retries, retry) = AsyncStream.makeStream(of: Retry.self, bufferingPolicy: .unbounded)
    }

    /// Notes that a message's turn failed. - Returns: whether the message comes back, once its turn is over.
    func noteFailure(of message: Message) -> Bool {
        failures.withLock { failures in
            let earlier = failures[message.id]?.count ?? 0
            failures[message.id] = earlier < pauses.count ? Failures(count: earlier + 1, isDue: true) : nil
            return earlier < pauses.count
        }
    }

    /// Told when a message's turn is over, for before that it could not be taken up again.
    func turnEnded(of message: Message) {
        let pause = failures.withLock { failures -> Duration? in
            guard let failed = failures[message.id], failed.isDue else { return nil }
            failures[message.id]?.isDue = false
            return pauses[failed.count - 1]
        }
        if let pause { retry.yield(Retry(message: message, pause: pause)) }
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
