import Dispatch
import Synchronization

/// Spreads the work on a document's pages over two cores. Blocking: for the worker process, never the cooperative pool.
enum PDFConcurrency {
    /// As `map`, in slices on all cores. For pure transformations.
    static func map<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], _ transform: @Sendable (Input) -> Output
    ) -> [Output] {
        let slice = 8
        guard inputs.count > slice else { return inputs.map(transform) }
        let results = Mutex<[Int: [Output]]>([:])
        let slices = (inputs.count + slice - 1) / slice
        DispatchQueue.concurrentPerform(iterations: slices) { index in
            let outputs = inputs[(index * slice)..<min((index + 1) * slice, inputs.count)].map(transform)
            results.withLock { $0[index] = outputs }
        }
        let bySlice = results.withLock { $0 }
        return (0..<slices).flatMap { bySlice[$0] ?? [] }
    }

    /// Runs `helper` on a thread of its own, if there can be one, while `work` runs on this one, and returns when both
    /// have ended.
    ///
    /// The thread gets a deep stack, because the library recurses as deeply as a hostile file nests.
    static func beside(_ helper: @escaping @Sendable () -> Void, _ work: () -> Void) {
        let ended = DispatchSemaphore(value: 0)
        let isStarted = BlockingThread.start(stack: 64 << 20) {
            helper()
            ended.signal()
        }
        work()
        if isStarted { ended.wait() }
    }
}
