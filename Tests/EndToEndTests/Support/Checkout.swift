import Foundation

/// The folder that the tests were built in, and the tools that are used in it.
enum Checkout {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Where set-up put the models.
    static var models: String {
        let configured = ProcessInfo.processInfo.environment["FRONTDESK_MODELS"] ?? ""
        return configured.isEmpty ? folder.appending(path: "models").path(percentEncoded: false) : configured
    }

    /// Runs a command in the checkout to its end. - Parameter environment: in place of the variables of these names.
    static func run(_ command: [String], environment: [String: String] = [:]) async throws -> CommandResult {
        let files = try DeskFolder()
        defer { withExtendedLifetime(files) {} }
        let (output, errors) = (try files.write(Data(), to: "output"), try files.write(Data(), to: "errors"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            // Those of a `make test` that this may run under.
            .filter { !["MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "PORT", "DATA"].contains($0.key) }
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
            }
        }
        return CommandResult(
            status: status, output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8))
    }
}
