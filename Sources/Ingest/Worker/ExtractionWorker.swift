import DeskModel

/// Extracts documents in processes of their own, so that a hostile file kills a worker and not the desk.
///
/// At most a given number run at once; further calls wait in order. A process reads one document only. The next one can be
/// started as soon as a document is read, so that the document after it need not wait for that.
public struct ExtractionWorker: Extractor {
    private let pool: WorkerPool

    /// - Parameters:
    ///   - executable: absolute path of a program that calls `ExtractionWorkerMain.run()` when given `arguments`.
    ///   - workers: most processes that read at once.
    ///   - standby: most processes that wait for a document, once there was a first one. They end with this value's last
    ///     copy.
    public init(
        executable: String, arguments: [String] = ["extract-worker"], limits: ExtractionLimits = ExtractionLimits(),
        workers: Int = 2, standby: Int = 0
    ) {
        pool = WorkerPool(
            executable: executable, arguments: arguments, limits: limits, workers: workers, standby: standby)
    }

    /// Extracts a document in a worker process.
    ///
    /// - Throws: `DocumentFailure` as the format's reader reports it, or `timed_out`, `out_of_memory`, `too_large`,
    ///   `damaged` when the worker ended otherwise, `internal` when it could not be started; `CancellationError`.
    public func extract(
        _ content: [UInt8], filename: String,
        progress: @escaping @Sendable (_ pagesDone: Int, _ pagesTotal: Int) -> Void = { _, _ in }
    ) async throws -> ExtractedDocument {
        let answer = try await pool.ask(.document, of: content, filename: filename, progress: progress)
        guard case .document(let document) = answer else { throw DocumentFailure.workerDied }
        return document
    }
}
