import DeskModel

/// Extracts documents in processes of their own, so that a hostile file kills a worker and not the desk.
///
/// At most a given number run at once; further calls wait in order. A process reads one document only. The next one can be
/// started as soon as a document is read, so that the document after it need not wait for that.
public struct ExtractionWorker: Extractor {
    private let slots: Slots
    private let supply: WorkerSupply

    /// - Parameters:
    ///   - executable: absolute path of a program that calls `ExtractionWorkerMain.run()` when given `arguments`.
    ///   - workers: most processes that read at once.
    ///   - standby: most processes that wait for a document, once there was a first one. They end with this value's last
    ///     copy.
    public init(
        executable: String, arguments: [String] = ["extract-worker"], limits: ExtractionLimits = ExtractionLimits(),
        workers: Int = 2, standby: Int = 0
    ) {
        slots = Slots(count: max(1, workers))
        supply = WorkerSupply(count: standby) { () throws(DocumentFailure) in
            try WorkerProcess(executable: executable, arguments: arguments, limits: limits)
        }
    }

    /// Extracts a document in a worker process.
    ///
    /// - Throws: `DocumentFailure` as the format's reader reports it, or `timed_out`, `out_of_memory`, `too_large`,
    ///   `damaged` when the worker ended otherwise, `internal` when it could not be started; `CancellationError`.
    public func extract(
        _ content: [UInt8], filename: String,
        progress: @escaping @Sendable (_ pagesDone: Int, _ pagesTotal: Int) -> Void = { _, _ in }
    ) async throws -> ExtractedDocument {
        try await slots.acquire()
        defer { slots.release() }
        let process = try supply.take()
        // Not earlier: what is read has both cores.
        defer { supply.replenish() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                process.read(
                    WorkerProcess.Assignment(
                        content: content, filename: filename, progress: progress,
                        completion: { continuation.resume(with: $0) }))
            }
        } onCancel: {
            process.cancel()
        }
    }
}
