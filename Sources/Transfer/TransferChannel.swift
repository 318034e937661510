import Synchronization

/// Where the loop's thread hands one response over to the task that reads it. Bounded: a full buffer is refused, and
/// the loop then pauses the transfer until the reader has taken what there is.
final class TransferChannel: Sendable {
    /// What became of bytes that the loop offered.
    enum Reception { case taken, full, closed }

    private struct State {
        var head: TransferHead?
        var buffer: [UInt8] = []
        var isPaused = false
        var end: Result<Void, TransferError>?
        var waiter: CheckedContinuation<Void, Never>?
        var deadline: ContinuousClock.Instant
        var idleLimit: Duration

        var failure: TransferError? {
            guard case .failure(let error) = end else { return nil }
            return error
        }

        mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
            defer { waiter = nil }
            return waiter
        }
    }

    private let state: Mutex<State>
    private let capacity: Int

    init(limits: TransferLimits, deadline: ContinuousClock.Instant) {
        capacity = limits.maximumBufferedBytes
        state = Mutex(State(deadline: deadline, idleLimit: limits.idle))
    }

    // MARK: The loop's side

    var deadline: ContinuousClock.Instant { state.withLock { $0.deadline } }
    var idleLimit: Duration { state.withLock { $0.idleLimit } }
    var isPaused: Bool { state.withLock { $0.isPaused } }
    var isEnded: Bool { state.withLock { $0.end != nil } }

    func receive(_ head: TransferHead) {
        state.withLock {
            $0.head = head
            return $0.takeWaiter()
        }?.resume()
    }

    func receive(_ bytes: UnsafeRawBufferPointer) -> Reception {
        let (reception, waiter) = state.withLock { state -> (Reception, CheckedContinuation<Void, Never>?) in
            guard state.end == nil else { return (.closed, nil) }
            guard state.buffer.isEmpty || state.buffer.count + bytes.count <= capacity else {
                state.isPaused = true
                return (.full, nil)
            }
            state.buffer.append(contentsOf: bytes)
            return (.taken, state.takeWaiter())
        }
        waiter?.resume()
        return reception
    }

    /// Ends the response; what was received before can still be read, unless it was cancelled. The first end counts.
    func end(_ result: Result<Void, TransferError>) {
        state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.end == nil else { return nil }
            state.end = result
            if case .failure(.cancelled) = result { state.buffer = [] }
            return state.takeWaiter()
        }?.resume()
    }

    // MARK: The reader's side

    func setDeadline(_ deadline: ContinuousClock.Instant) { state.withLock { $0.deadline = deadline } }

    func setIdleLimit(_ limit: Duration) { state.withLock { $0.idleLimit = limit } }

    /// Waits for status and headers.
    func head() async -> Result<TransferHead, TransferError> {
        await wait { $0.head != nil }
        return state.withLock { state in
            if let failure = state.failure, failure == .cancelled || state.head == nil { return .failure(failure) }
            return state.head.map { .success($0) }
                ?? .failure(TransferError(.malformedResponse, "The response had no status."))
        }
    }

    /// Waits for bytes or the end. With `resume` the transfer was paused and there is room again.
    func nextPiece() async -> (result: Result<[UInt8]?, TransferError>, resume: Bool) {
        await wait { !$0.buffer.isEmpty }
        return state.withLock { state in
            guard state.buffer.isEmpty else {
                defer { (state.buffer, state.isPaused) = ([], false) }
                return (.success(state.buffer), state.isPaused)
            }
            return (state.failure.map { .failure($0) } ?? .success(nil), false)
        }
    }

    private func wait(until isReady: @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                if state.end != nil || isReady(state) { return true }
                precondition(state.waiter == nil, "a response has one reader at a time")
                state.waiter = continuation
                return false
            }
            if ready { continuation.resume() }
        }
    }
}
