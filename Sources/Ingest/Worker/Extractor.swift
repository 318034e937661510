import DeskModel

/// Makes pages of blocks of a file's bytes, without blocking the caller's thread.
public protocol Extractor: Sendable {
    /// - Parameter progress: told how many of how many pages are done, from any thread.
    /// - Throws: `DocumentFailure`; `CancellationError` when the task was cancelled.
    func extract(
        _ content: [UInt8], filename: String,
        progress: @escaping @Sendable (_ pagesDone: Int, _ pagesTotal: Int) -> Void
    ) async throws -> ExtractedDocument
}
