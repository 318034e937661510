import Hummingbird
import NIOCore

extension Request {
    /// The whole body.
    ///
    /// - Parameters:
    ///   - limit: bytes it may have.
    ///   - patience: how long it may take to come, so that a client that sends nothing, or next to nothing, holds
    ///     nothing for ever.
    ///   - tooLarge: thrown when there is more.
    /// - Throws: `tooLarge`; 408 when the time is up.
    func wholeBody(upTo limit: Int, within patience: Duration, orThrow tooLarge: APIError) async throws -> ByteBuffer {
        try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            group.addTask {
                do {
                    return try await body.collect(upTo: limit)
                } catch is NIOTooManyBytesError {
                    throw tooLarge
                }
            }
            group.addTask {
                try await Task.sleep(for: patience)
                throw APIError.requestTimeout
            }
            defer { group.cancelAll() }
            guard let body = try await group.next() else { throw CancellationError() }
            return body
        }
    }
}
