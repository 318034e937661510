import Foundation

/// The built program, serving on a free port of loopback from a folder of its own.
final class RunningDesk: Sendable {
    static let admin = "end-to-end-admin-token"

    let port: Int
    let folder: DeskFolder
    private let program: RunningProgram

    var admin: String { Self.admin }

    /// - Parameter folder: the one of an earlier desk, to go on with its data; a new one without.
    init(folder: DeskFolder? = nil, environment: [String: String] = [:]) async throws {
        let folder = try folder ?? DeskFolder()
        var variables = ["FRONTDESK_ADMIN_TOKEN": Self.admin]
        variables.merge(environment) { $1 }
        let program = try RunningProgram(
            ["serve", "--data", folder.data, "--port", "0"], folder: folder, environment: variables)
        self.program = program
        self.folder = folder
        port = try await Self.port(of: program)
    }

    /// The port that the program prints when it listens.
    private static func port(of program: RunningProgram) async throws -> Int {
        for _ in 0..<1200 {
            let text = program.output
            // With a public URL, where the server itself listens stands behind it.
            let pattern = /(?:listening on|ready:) http:\/\/[^ ]*:(\d+)[^ ]*\//
            if let match = text.matches(of: pattern).last, let port = Int(match.1) { return port }
            guard program.isRunning else { throw Failure("the server did not start: \(program.errors)") }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure("the server did not start within a minute: \(program.errors)")
    }

    /// What it wrote to its log.
    var log: String { program.errors }

    var isRunning: Bool { program.isRunning }

    /// As a crash would: no chance to tidy up.
    func killHard() async { await program.kill() }

    /// Asks it to end, and returns at once.
    func terminate() { program.terminate() }

    /// - Returns: the exit status, once it has ended.
    func exitStatus() async -> Int32 { await program.exitStatus() }

    // MARK: HTTP

    func call(
        _ method: String, _ path: String, key: String? = nil, json: Any? = nil, body: Data? = nil,
        headers: [String: String] = [:], from source: String = "127.0.0.1"
    ) async throws -> HTTPReply {
        var fields = [("Host", "127.0.0.1:\(port)")] + headers.map { ($0, $1) }
        if let key { fields.append(("Authorization", "Bearer \(key)")) }
        var content = body
        if let json {
            content = try JSONSerialization.data(withJSONObject: json, options: .fragmentsAllowed)
            fields.append(("Content-Type", "application/json"))
        }
        if let content { fields.append(("Content-Length", "\(content.count)")) }
        let request = HTTPExchange.head(method, path, fields) + Array(content ?? Data())
        return try await HTTPExchange.send(request, method: method, port: port, from: source)
    }

    /// Posts JSON, reads the beginning of the reply's body, and hangs up.
    ///
    /// - Parameter meanwhile: what happens before hanging up.
    func beginning(
        of path: String, key: String, json: Any, meanwhile: @Sendable () async throws -> Void
    ) async throws -> String {
        try await HTTPExchange.beginning(try posting(json, to: path, key: key), port: port, meanwhile: meanwhile)
    }

    /// Posts JSON and resets the connection, mostly before the reply begins.
    func abandon(_ path: String, key: String, json: Any, after delay: Duration) async throws {
        try await HTTPExchange.reset(try posting(json, to: path, key: key), port: port, after: delay)
    }

    private func posting(_ json: Any, to path: String, key: String) throws -> [UInt8] {
        let content = try JSONSerialization.data(withJSONObject: json)
        let head = HTTPExchange.head(
            "POST", path,
            [
                ("Host", "127.0.0.1:\(port)"), ("Authorization", "Bearer \(key)"),
                ("Content-Type", "application/json"), ("Content-Length", "\(content.count)"),
            ])
        return head + Array(content)
    }

    /// - Parameter document: one to replace by a new version.
    func upload(
        _ name: String, _ content: Data, to business: Int, key: String, replacing document: String? = nil
    ) async throws -> HTTPReply {
        var form = MultipartBody()
        form.add("business", "\(business)")
        form.add("file", filename: name, content)
        return try await call(
            document == nil ? "POST" : "PUT", "/api/documents" + (document.map { "/\($0)" } ?? ""), key: key,
            body: form.finished, headers: ["Content-Type": MultipartBody.contentType])
    }
}
