import Hummingbird
import NIOCore
import Synchronization

/// Takes in a response's body that is small: a resource's JSON, a page.
final class WrittenBody: Sendable {
    private let bytes = Mutex(ByteBuffer())

    var buffer: ByteBuffer { bytes.withLock { $0 } }

    struct Writer: ResponseBodyWriter {
        let body: WrittenBody

        mutating func write(_ buffer: ByteBuffer) async throws {
            body.bytes.withLock { bytes in
                var buffer = buffer
                bytes.writeBuffer(&buffer)
            }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
