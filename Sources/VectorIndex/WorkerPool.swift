import CFaiss
import Dispatch
import Foundation
import Synchronization

/// A few threads of its own for calls that block or compute for long, so that they never hold up the cooperative pool.
final class WorkerPool: Sendable {
    private let queue: JobQueue

    /// - Parameters:
    ///   - queueLimit: how many jobs may wait before more are refused.
    ///   - niceness: 0...19; how readily the threads yield to others.
    init(name: String, threads: Int, queueLimit: Int, niceness: Int = 0) {
        queue = JobQueue(limit: queueLimit)
        for number in 1...max(1, threads) {
            let thread = Thread { [queue] in
                // One thread for each job: OpenMP's threads wait for each other by spinning, which on a busy machine takes
                // more from everybody else than a second thread gives.
                cfaiss_thread_prepare(1, Int32(niceness))
                queue.work()
            }
            thread.name = "\(name)-\(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
        queue.setWorkers(max(1, threads))
    }

    deinit { queue.stop() }

    /// Runs `body` on one of the threads.
    ///
    /// - Throws: `VectorIndexError.overloaded` when too many jobs wait, or what `body` throws.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isAccepted = queue.add { continuation.resume(with: Result { try body() }) }
            if !isAccepted { continuation.resume(throwing: VectorIndexError.overloaded) }
        }
    }
}

/// The jobs of a pool in the order they came; kept apart from the pool so that its threads do not keep the pool alive.
private final class JobQueue: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var workers = 0
        var isStopped = false
    }

    private let limit: Int
    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    init(limit: Int) { self.limit = limit }

    func setWorkers(_ count: Int) { state.withLock { $0.workers = count } }

    /// - Returns: whether there was room.
    func add(_ job: @escaping @Sendable () -> Void) -> Bool {
        let isAccepted = state.withLock { state in
            guard state.jobs.count < limit else { return false }
            state.jobs.append(job)
            return true
        }
        if isAccepted { available.signal() }
        return isAccepted
    }

    /// Runs jobs until stopped and empty.
    func work() {
        while true {
            available.wait()
            let job: (@Sendable () -> Void)? = state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
            if let job {
                job()
            } else if state.withLock({ $0.isStopped }) {
                return
            }
        }
    }

    func stop() {
        let workers = state.withLock { state in
            state.isStopped = true
            return state.workers
        }
        for _ in 0..<workers { available.signal() }
    }
}
