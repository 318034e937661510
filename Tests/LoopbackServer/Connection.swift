import Foundation
import Glibc

/// A request as it came over the wire.
public struct ReceivedRequest: Sendable {
    /// Such as `GET /path HTTP/1.1`.
    public let line: String
    /// By name in lower case.
    public let headers: [String: String]
    /// All lines of the head, to see what stands there twice.
    public let headerLines: [String]
    public let body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }
    public var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }
}

/// The server's end of one connection. Blocking; a test's mistake ends after `patience` seconds instead of hanging.
public final class Connection {
    private let socket: Int32
    private var pending: [UInt8] = []
    private static let patience = 20

    init(_ socket: Int32) {
        self.socket = socket
        var timeout = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setSendTimeout(milliseconds: Self.patience * 1000)
    }

    deinit { close(socket) }

    /// The next request; `nil` when the client closed instead.
    public func request() -> ReceivedRequest? {
        let end = Array("\r\n\r\n".utf8)
        while pending.firstRange(of: end) == nil {
            guard receive() else { return nil }
        }
        guard let boundary = pending.firstRange(of: end) else { return nil }
        let head = String(decoding: pending[..<boundary.lowerBound], as: UTF8.self)
        pending.removeSubrange(..<boundary.upperBound)
        let lines = head.components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while pending.count < length {
            guard receive() else { return nil }
        }
        defer { pending.removeFirst(length) }
        return ReceivedRequest(
            line: lines[0], headers: headers, headerLines: Array(lines.dropFirst()), body: Array(pending.prefix(length))
        )
    }

    /// - Returns: whether all was taken; false once the client has closed.
    @discardableResult
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool { write(bytes) == bytes.count }

    /// Sends the bytes, as far as the client takes them within `milliseconds` of standing still. - Returns: bytes taken.
    public func send(_ bytes: [UInt8], patience milliseconds: Int) -> Int {
        setSendTimeout(milliseconds: milliseconds)
        defer { setSendTimeout(milliseconds: Self.patience * 1000) }
        return write(bytes)
    }

    /// A whole response with a length.
    public func respond(_ status: Int, _ headers: [String: String] = [:], body: String = "") {
        let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        send("HTTP/1.1 \(status) Scripted\r\n\(lines)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// The head of a response whose body comes in `chunk`s.
    public func respondChunked(_ status: Int = 200, contentType: String = "text/event-stream") {
        send("HTTP/1.1 \(status) Scripted\r\nContent-Type: \(contentType)\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    @discardableResult
    public func chunk(_ text: String) -> Bool { chunk(Array(text.utf8)) }

    @discardableResult
    public func chunk(_ bytes: [UInt8]) -> Bool {
        send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
    }

    public func endChunks() { send("0\r\n\r\n") }

    /// Blocks until the client closes. - Returns: false when it sent something or kept the connection open too long.
    public func waitForClose() -> Bool {
        var byte: UInt8 = 0
        let count = recv(socket, &byte, 1, 0)
        return count == 0 || count < 0 && errno == ECONNRESET
    }

    /// Closes with a reset instead of an orderly end.
    public func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private func write(_ bytes: [UInt8]) -> Int {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        return sent
    }

    private func setSendTimeout(milliseconds: Int) {
        var timeout = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        pending += buffer.prefix(count)
        return true
    }
}
