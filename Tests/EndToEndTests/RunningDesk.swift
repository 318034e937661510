import Foundation
import Testing

/// The built program, serving on a free port of loopback from a folder of its own.
final class RunningDesk {
    let port: Int
    let admin = "end-to-end-admin-token"
    let directory: URL
    private let process: Process

    /// - Parameter directory: a data folder to go on with; a new one without.
    init(directory: URL? = nil, environment: [String: String] = [:]) async throws {
        let directory = directory ?? FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = Self.program
        process.arguments = ["serve", "--data", directory.appending(path: "data").path(), "--port", "0"]
        var variables = ProcessInfo.processInfo.environment
        variables["FRONTDESK_ADMIN_TOKEN"] = admin
        variables.merge(environment) { $1 }
        process.environment = variables
        let output = directory.appending(path: "output-\(UUID().uuidString)")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        port = try await Self.port(in: output)
        self.process = process
        self.directory = directory
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Beside the test bundle, or beside the package's build folder.
    static var program: URL {
        var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path() != "/" {
            let candidate = folder.appending(path: "frontdesk")
            if FileManager.default.isExecutableFile(atPath: candidate.path()) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        return URL(filePath: FileManager.default.currentDirectoryPath).appending(path: ".build/debug/frontdesk")
    }

    /// The port that the program prints when it listens.
    private static func port(in output: URL) async throws -> Int {
        for _ in 0..<600 {
            let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
            if let match = text.firstMatch(of: /ready: http:\/\/[^:]+:(\d+)\//), let port = Int(match.1) { return port }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure(message: "the server did not start within a minute")
    }

    struct Failure: Error { let message: String }

    /// As a crash would: no chance to tidy up.
    func killHard() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// - Returns: the exit status after a polite end.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    // MARK: HTTP

    struct Reply {
        let status: Int
        let headers: [String: String]
        let body: Data

        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:] }
        var errorCode: String? { (json["error"] as? [String: Any])?["code"] as? String }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    func call(
        _ method: String, _ path: String, key: String? = nil, json: Any? = nil, body: Data? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        var arguments = ["-s", "-i", "-X", method, "--max-time", "60", "http://127.0.0.1:\(port)\(path)"]
        if let key { arguments += ["-H", "Authorization: Bearer \(key)"] }
        for (name, value) in headers { arguments += ["-H", "\(name): \(value)"] }
        var content = body
        if let json {
            content = try JSONSerialization.data(withJSONObject: json, options: .fragmentsAllowed)
            arguments += ["-H", "Content-Type: application/json"]
        }
        if content != nil { arguments += ["-H", "Expect:", "--data-binary", "@-"] }
        return try Self.parse(try await Self.curl(arguments, input: content))
    }

    func upload(_ name: String, _ content: Data, to business: Int, key: String) async throws -> Reply {
        let file = directory.appending(path: UUID().uuidString)
        try content.write(to: file)
        return try Self.parse(
            try await Self.curl([
                "-s", "-i", "--max-time", "60", "-H", "Expect:", "-H", "Authorization: Bearer \(key)",
                "-F", "business=\(business)", "-F", "file=@\(file.path());filename=\(name)",
                "http://127.0.0.1:\(port)/api/documents",
            ]))
    }

    private static func curl(_ arguments: [String], input: Data? = nil) async throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        if let input {
            let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try input.write(to: file)
            process.standardInput = try FileHandle(forReadingFrom: file)
        }
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }

    private static func parse(_ data: Data) throws -> Reply {
        guard let end = data.range(of: Data("\r\n\r\n".utf8)) else { throw Failure(message: "no reply") }
        let lines = String(decoding: data[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return Reply(status: status, headers: headers, body: data[end.upperBound...])
    }

    // MARK: Steps

    /// A new business. - Returns: its number and keys.
    func business(_ name: String = "Test") async throws -> (id: Int, key: String, widget: String) {
        let made = try await call("POST", "/api/businesses", key: admin, json: ["name": name])
        guard made.status == 201, let id = made.json["id"] as? Int, let key = made.json["api_key"] as? String,
            let widget = made.json["widget_key"] as? String
        else { throw Failure(message: made.text) }
        return (id, key, widget)
    }

    /// Waits until a document is settled. - Returns: what the API says of it.
    func settled(_ id: String, key: String) async throws -> [String: Any] {
        for _ in 0..<600 {
            let document = try await call("GET", "/api/documents/\(id)", key: key).json
            if let status = document["status"] as? String, status == "ready" || status == "failed" { return document }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure(message: "document \(id) did not settle")
    }

    /// Uploads a text and waits until it is ready.
    func learn(_ text: String, as name: String, business: (id: Int, key: String, widget: String)) async throws -> String
    {
        let reply = try await upload(name, Data(text.utf8), to: business.id, key: business.key)
        guard let id = reply.json["id"] as? String else { throw Failure(message: reply.text) }
        let document = try await settled(id, key: business.key)
        guard document["status"] as? String == "ready" else { throw Failure(message: "\(document)") }
        return id
    }
}
