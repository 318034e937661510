import COpenVINO
import DeskModel

/// A compiled encoder; one owner, closed with it.
///
/// `@unchecked Sendable`: the handle never changes, and OpenVINO lets any number of threads use a compiled model.
final class EncoderHandle: @unchecked Sendable {
    fileprivate let handle: OpaquePointer

    /// - Throws: `ModelError.failed` with what the engine says.
    init(library: String, model: String, threads: Int) throws(ModelError) {
        var message = [CChar](repeating: 0, count: 512)
        guard let handle = fd_encoder_open(library, model, Int32(threads), &message, message.count) else {
            throw ModelError(.failed, message.text)
        }
        self.handle = handle
    }

    deinit { fd_encoder_close(handle) }
}

/// One place to run an encoder; belongs to one thread.
final class EncoderRequest {
    private let encoder: EncoderHandle
    private let request: OpaquePointer

    /// - Throws: `ModelError.failed`.
    init(_ encoder: EncoderHandle) throws(ModelError) {
        var message = [CChar](repeating: 0, count: 512)
        guard let request = fd_encoder_request_create(encoder.handle, &message, message.count) else {
            throw ModelError(.failed, message.text)
        }
        self.encoder = encoder
        self.request = request
    }

    deinit { fd_encoder_request_free(request) }

    /// - Returns: `dimension` finite values of unit length. - Throws: `ModelError.failed`.
    func encode(_ ids: [Int64], dimension: Int) throws(ModelError) -> [Float] {
        let count = Self.paddedCount(ids.count)
        let padding = count - ids.count
        let padded = ids + [Int64](repeating: 0, count: padding)
        let mask = [Float](repeating: 1, count: ids.count) + [Float](repeating: 0, count: padding)
        var message = [CChar](repeating: 0, count: 512)
        var embedding = [Float](repeating: 0, count: dimension)
        let status = fd_encoder_request_run(
            request, padded, mask, count, &embedding, dimension, &message, message.count)
        guard status == 0 else { throw ModelError(.failed, message.text) }
        guard embedding.allSatisfy(\.isFinite) else { throw ModelError(.failed, "the model gave no finite vector") }
        return embedding
    }

    /// The engine makes and keeps code for each length it meets (1 to 2 MiB), so lengths are rounded up to few.
    /// Another length than the last one's costs it some milliseconds besides: `EmbeddingBatch.order`.
    private static func paddedCount(_ count: Int) -> Int {
        let step = count <= 64 ? 8 : count <= 256 ? 16 : 64
        return (count + step - 1) / step * step
    }
}

extension [CChar] {
    /// The text up to the terminating zero.
    fileprivate var text: String {
        String(decoding: prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
