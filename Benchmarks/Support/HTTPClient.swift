import Foundation
import Glibc

/// A small HTTP/1.1 client on one blocking connection that stays open.
final class HTTPClient: Sendable {
    private let descriptor: Int32
    private let port: Int

    /// Connects to loopback. - Throws: `BenchFailure`.
    init(port: Int) throws {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchFailure("no more sockets: \(String(cString: strerror(errno)))") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw BenchFailure("cannot connect: \(String(cString: strerror(errno)))") }
    }

    deinit { close(descriptor) }

    /// Sends a request and reads the whole answer. - Returns: the status.
    @discardableResult
    func send(_ method: String, _ path: String, headers: [String: String], body: [UInt8]) throws -> Int {
        let fields = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Length: \(body.count)\r\n\(fields)\r\n"
        try write(Array(head.utf8) + body)
        var bytes: [UInt8] = []
        var end: Int?
        while end == nil {
            bytes += try read()
            end = bytes.firstRange(of: [13, 10, 13, 10])?.upperBound
        }
        guard let end else { throw BenchFailure("an answer has no end") }
        let answer = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        let length = answer.firstMatch(of: /content-length: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
        var rest = bytes.count - end
        while rest < length { rest += try read().count }
        guard let status = answer.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw BenchFailure("an answer has no status")
        }
        return status
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { throw BenchFailure("cannot send: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    private func read() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { throw BenchFailure("the server closed the connection") }
        return Array(buffer[..<count])
    }
}

extension ServedDesk {
    /// Connects the business to a provider. - Throws: `BenchFailure`.
    func connect(_ provider: String, _ settings: [String: String]) throws {
        let status = try HTTPClient(port: server.port).send(
            "PUT", "/api/businesses/\(business)/channels/\(provider)",
            headers: [
                "Authorization": "Bearer \(ServerProcess.adminToken)", "Content-Type": "application/json",
                "Connection": "close",
            ], body: Array(try JSONEncoder().encode(settings)))
        guard status == 200 else { throw BenchFailure("the server refused the connection with status \(status)") }
    }
}
