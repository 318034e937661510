import DeskModel
import Synchronization

/// Worker processes that were started ahead, and wait for a document each.
final class WorkerSupply: Sendable {
    private let count: Int
    private let make: @Sendable () throws(DocumentFailure) -> WorkerProcess
    private let waiting = Mutex<[WorkerProcess]>([])

    /// - Parameters:
    ///   - count: most processes that wait.
    ///   - make: gives one that is not started.
    init(count: Int, make: @escaping @Sendable () throws(DocumentFailure) -> WorkerProcess) {
        self.count = count
        self.make = make
    }

    deinit { waiting.withLock { $0.forEach { $0.dismiss() } } }

    /// The process that has waited longest, or a new one.
    func take() throws(DocumentFailure) -> WorkerProcess {
        let first = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let first { return first }
        return try make()
    }

    /// Starts a process in place of one that was taken. Where none can be started, the next document says so.
    func replenish() {
        waiting.withLock { waiting in
            guard waiting.count < count, let process = try? make() else { return }
            process.standBy()
            waiting.append(process)
        }
    }
}
