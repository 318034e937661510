import Foundation
import Synchronization

/// A real HTTP server on 127.0.0.1 whose every byte a test decides: plain POSIX sockets, one thread per connection.
public final class LoopbackServer: Sendable {
    public let port: UInt16
    private let listener: Int32
    private let connectionCount = Mutex(0)

    /// - Parameter script: runs on the thread of each connection, which is closed when it returns.
    public init(_ script: @escaping @Sendable (Connection) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw POSIXError(.EIO) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard bound else {
            close(listener)
            throw POSIXError(.EADDRNOTAVAIL)
        }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread { [weak self] in
            while true {
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0 else { break }
                self?.connectionCount.withLock { $0 += 1 }
                Thread { script(Connection(accepted)) }.start()
            }
            close(listener)
        }.start()
    }

    /// Wakes the accepting thread, which then closes the socket.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// `http://127.0.0.1:PORT` followed by the path.
    public func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Connections accepted so far.
    public var connections: Int { connectionCount.withLock { $0 } }
}

/// Values that the server's threads tell a test.
public struct Reports<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    public init() { (stream, continuation) = AsyncStream.makeStream() }

    public func send(_ value: Value) { continuation.yield(value) }

    /// Waits for the next one.
    public func next() async -> Value? { await stream.first { _ in true } }
}
