import DeskModel

/// Worker processes, of which at most a given number run at once; further calls wait in order.
struct WorkerPool: Sendable {
    private let slots: Slots
    private let supply: WorkerSupply

    /// - Parameters:
    ///   - workers: most processes that read at once.
    ///   - standby: most processes that wait for a document, once there was a first one.
    init(executable: String, arguments: [String], limits: ExtractionLimits, workers: Int, standby: Int) {
        slots = Slots(count: max(1, workers))
        supply = WorkerSupply(count: standby) { () throws(DocumentFailure) in
            try WorkerProcess(executable: executable, arguments: arguments, limits: limits)
        }
    }

    /// Has a process of its own answer that of the document.
    ///
    /// - Throws: `DocumentFailure`, `CancellationError`.
    func ask(
        _ purpose: WorkerRequest.Purpose, of content: [UInt8], filename: String,
        progress: @escaping @Sendable (_ pagesDone: Int, _ pagesTotal: Int) -> Void = { _, _ in }
    ) async throws -> WorkerAnswer {
        try await slots.acquire()
        defer { slots.release() }
        let process = try supply.take()
        // Not earlier: what is read has both cores.
        defer { supply.replenish() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                process.read(
                    WorkerProcess.Assignment(
                        purpose: purpose, content: content, filename: filename, progress: progress,
                        completion: { continuation.resume(with: $0) }))
            }
        } onCancel: {
            process.cancel()
        }
    }
}
