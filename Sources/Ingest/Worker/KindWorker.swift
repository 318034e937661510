public import DeskModel

/// Tells whether a file is of a kind that is read: by its signature where that says it, else in a process of its own, so
/// that a hostile file costs its sender's answer and not the desk.
public struct KindWorker: Sendable {
    private let pool: WorkerPool

    /// - Parameters:
    ///   - executable: absolute path of a program that calls `ExtractionWorkerMain.run()` when given `arguments`.
    ///   - limits: of one file.
    ///   - workers: most processes at once.
    public init(
        executable: String, arguments: [String] = ["extract-worker"], limits: ExtractionLimits = .ofKind,
        workers: Int = 2
    ) {
        pool = WorkerPool(executable: executable, arguments: arguments, limits: limits, workers: workers, standby: 0)
    }

    /// Whether the file is of one of these kinds.
    ///
    /// - Throws: `DocumentFailure` as `ExtractionWorker.extract` does, of a file that cannot be told within the limits;
    ///   `CancellationError`.
    public func isOne(of kinds: Set<DocumentKind>, _ content: [UInt8]) async throws -> Bool {
        switch DocumentMagic.of(content) {
        case .pdf: return kinds.contains(.pdf)
        case .foreign: return false
        case .text where kinds.isSuperset(of: Self.textKinds): return true
        case .text, .undecided: break
        }
        guard case .kind(let kind) = try await pool.ask(.kind, of: content, filename: "") else {
            throw DocumentFailure.workerDied
        }
        return kind.map { kinds.contains($0) } ?? false
    }

    private static let textKinds: Set<DocumentKind> = [.txt, .markdown, .html]
}
