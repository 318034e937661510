import DeskModel

/// Extracts documents in processes of their own, so that a hostile file kills a worker and not the desk.
///
/// At most a given number run at once; further calls wait in order.
public struct ExtractionWorker: Extractor {
    private let executable: String
    private let arguments: [String]
    private let limits: ExtractionLimits
    private let slots: Slots

    /// - Parameters:
    ///   - executable: absolute path of a program that calls `ExtractionWorkerMain.run()` when given `arguments`.
    ///   - workers: most processes at once.
    public init(
        executable: String, arguments: [String] = ["extract-worker"], limits: ExtractionLimits = ExtractionLimits(),
        workers: Int = 2
    ) {
        self.executable = executable
        self.arguments = arguments
        self.limits = limits
        slots = Slots(count: max(1, workers))
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
        let process = try WorkerProcess(executable: executable, arguments: arguments, limits: limits)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isStarted = BlockingThread.start {
                    continuation.resume(
                        with: Result { try process.run(content, filename: filename, progress: progress) })
                }
                if !isStarted {
                    continuation.resume(throwing: DocumentFailure.workerUnavailable("no thread can be started"))
                }
            }
        } onCancel: {
            process.cancel()
        }
    }
}
