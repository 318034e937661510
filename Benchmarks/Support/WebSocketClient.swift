import Foundation
import Glibc

/// A small WebSocket client on a blocking socket (RFC 6455): text frames out, whole text frames in.
final class WebSocketClient: Sendable {
    private let descriptor: Int32

    /// Connects to loopback and upgrades. - Throws: `BenchFailure`.
    init(port: Int, path: String, headers: [String: String] = [:]) throws {
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
        guard connected == 0 else {
            close(descriptor)
            throw BenchFailure("cannot connect: \(String(cString: strerror(errno)))")
        }
        try write(
            Array(
                """
                GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
                \(headers.map { "\($0.key): \($0.value)\r\n" }.joined())\r\n
                """.utf8))
        var head: [UInt8] = []
        while !head.ends(with: [13, 10, 13, 10]) {
            head += try read(1)
            guard head.count < 16_384 else { throw BenchFailure("the answer to the upgrade has no end") }
        }
        guard head.starts(with: Array("HTTP/1.1 101".utf8)) else {
            throw BenchFailure("no upgrade: \(String(decoding: head, as: UTF8.self))")
        }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws { try send(opcode: 1, Array(text.utf8)) }

    /// The next text frame; pings are answered on the way.
    func receive() throws -> String {
        while true {
            let (opcode, payload) = try frame()
            switch opcode {
            case 1: return String(decoding: payload, as: UTF8.self)
            case 8: throw BenchFailure("the server closed the socket")
            case 9: try send(opcode: 10, payload)
            default: continue
            }
        }
    }

    /// Answers the pings that have come. - Returns: whether the connection stands.
    func isOpen() throws -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 0) > 0 {
            var byte: UInt8 = 0
            guard recv(descriptor, &byte, 1, Int32(MSG_PEEK)) > 0 else { return false }
            let (opcode, payload) = try frame()
            if opcode == 8 { return false }
            if opcode == 9 { try send(opcode: 10, payload) }
        }
        return true
    }

    /// Waits until each of the sockets has got a text frame that fits; frames that do not are passed over.
    ///
    /// - Returns: when each had it, in the order in which they had it.
    static func arrivals(at sockets: [WebSocketClient], of fits: (String) -> Bool) throws -> [ContinuousClock.Instant] {
        var waiting = sockets
        var arrivals: [ContinuousClock.Instant] = []
        while !waiting.isEmpty {
            var polled = waiting.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            guard poll(&polled, nfds_t(polled.count), 30_000) > 0 else {
                throw BenchFailure("\(waiting.count) sockets got nothing within 30 seconds")
            }
            let now = ContinuousClock.now
            var rest: [WebSocketClient] = []
            for (socket, state) in zip(waiting, polled) {
                guard state.revents != 0 else {
                    rest.append(socket)
                    continue
                }
                let (opcode, payload) = try socket.frame()
                if opcode == 9 { try socket.send(opcode: 10, payload) }
                if opcode == 8 { throw BenchFailure("the server closed a socket") }
                if opcode == 1, fits(String(decoding: payload, as: UTF8.self)) {
                    arrivals.append(now)
                } else {
                    rest.append(socket)
                }
            }
            waiting = rest
        }
        return arrivals
    }

    private func frame() throws -> (opcode: UInt8, payload: [UInt8]) {
        let head = try read(2)
        var length = Int(head[1] & 0x7F)
        if length >= 126 { length = try read(length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
        return (head[0] & 0x0F, try read(length))
    }

    private func send(opcode: UInt8, _ payload: [UInt8]) throws {
        var frame: [UInt8] = [0x80 | opcode]
        if payload.count < 126 {
            frame.append(0x80 | UInt8(payload.count))
        } else {
            frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        }
        let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        try write(frame + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] })
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw BenchFailure("the server is gone") }
            sent += count
        }
    }

    private func read(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes[filled...].withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard got > 0 else { throw BenchFailure("the server closed the connection") }
            filled += got
        }
        return bytes
    }
}

extension [UInt8] {
    fileprivate func ends(with other: [UInt8]) -> Bool {
        count >= other.count && suffix(other.count).elementsEqual(other)
    }
}
