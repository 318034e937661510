import Foundation

/// The built server on a free port.
final class ServerProcess: Sendable {
    static let adminToken = "benchmark-admin-token"
    static let publicURL = "https://desk.example.org"

    let port: Int
    private let process: Process

    init(_ bench: Workbench, folder: String) async throws {
        // Each of the sockets is a descriptor here and one there.
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let output = bench.path("server.out")
        try Data().write(to: URL(filePath: output))
        let process = Process()
        process.executableURL = URL(filePath: bench.frontdesk)
        process.arguments = ["serve", "--data", folder, "--port", "0"]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "FRONTDESK_ADMIN_TOKEN": Self.adminToken, "FRONTDESK_MODELS": bench.models,
            // What signatures are made of; nobody is called there.
            "FRONTDESK_PUBLIC_URL": Self.publicURL,
        ]) { $1 }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        var found: Int?
        for _ in 0..<600 where found == nil {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            found = text.matches(of: /(?:listening on|ready:) http:\/\/[^ ]*:(\d+)[^ ]*\//).last.flatMap { Int($0.1) }
            if found == nil { try await Task.sleep(for: .milliseconds(100)) }
        }
        guard let found else {
            process.terminate()
            throw BenchFailure("the server did not start within a minute")
        }
        port = found
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// Bytes of it in memory.
    var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
