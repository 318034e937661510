public import Foundation

/// A real SMTP server on 127.0.0.1, in a process of its own: `smtp_server.py`. Ends when nobody holds it any more.
public final class MailServer: Sendable {
    public enum Mode: String, Sendable {
        case plain, implicit
        case startTLS = "starttls"
    }

    /// A mail that was taken, as Python's mail parser reads it.
    public struct Received: Decodable, Sendable {
        public let from: String
        public let to: [String]
        public let helo: String
        public let tls: Bool
        public let user: String
        /// By name in lower case.
        public let headers: [String: String]
        public let raw: String
        public let text: String
        public let html: String
        public let defects: [String]
    }

    public let port: Int
    private let process: Process
    private let folder: URL
    private let ownsFolder: Bool

    /// - Parameters:
    ///   - port: a free one when 0.
    ///   - folder: of an earlier server, to go on with its certificate and its mails.
    public init(_ mode: Mode = .startTLS, port: Int = 0, account: String? = nil, folder: URL? = nil) throws {
        ownsFolder = folder == nil
        self.folder =
            folder ?? FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "smtp_server.py").path()
        let process = Process()
        // Debian's own, which its package of aiosmtpd is for.
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [script, self.folder.path(), "\(port)", mode.rawValue] + (account.map { [$0] } ?? [])
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        self.process = process
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let piece = output.fileHandleForReading.availableData
            if piece.isEmpty { throw POSIXError(.ECONNREFUSED) }
            line += piece
        }
        guard let bound = Int(String(decoding: line.dropLast(), as: UTF8.self)) else { throw POSIXError(.EPROTO) }
        self.port = bound
    }

    deinit {
        stop()
        if ownsFolder { try? FileManager.default.removeItem(at: folder) }
    }

    /// PEM file that a client must trust.
    public var authorities: String { folder.appending(path: "cert.pem").path() }

    /// Whether a mail to `stall@...` hangs in it.
    public var isStalling: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "stalled").path()) }

    public var received: [Received] {
        let file = folder.appending(path: "received.jsonl")
        let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.compactMap { try? JSONDecoder().decode(Received.self, from: Data($0.utf8)) }
    }

    /// Ends at once, as a crash would.
    public func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
