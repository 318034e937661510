import Foundation
import Synchronization

/// A process of the built program; killed when nobody holds it any more.
final class RunningProgram: Sendable {
    private let process: Process
    private let outputFile: URL
    private let errorFile: URL
    private let ending: Ending
    // Its files stand in there.
    private let folder: DeskFolder

    /// - Parameter input: what it reads from standard input.
    init(
        _ arguments: [String], folder: DeskFolder, environment: [String: String] = [:], input: String? = nil
    ) throws {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        // Nothing of the developer's own settings may decide a test.
        var variables = ProcessInfo.processInfo.environment.filter { name, _ in
            !["FRONTDESK_", "OPENAI_", "CHUNK_", "MAX_", "TOP_K", "VECTOR_", "LOG_"].contains { name.hasPrefix($0) }
                || name == "FRONTDESK_MODELS"
        }
        variables.merge(environment) { $1 }
        process.environment = variables
        outputFile = URL(filePath: try folder.write(Data(), to: "output-\(UUID().uuidString)"))
        errorFile = URL(filePath: try folder.write(Data(), to: "errors-\(UUID().uuidString)"))
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        if let input {
            let file = try folder.write(Data(input.utf8), to: "input-\(UUID().uuidString)")
            process.standardInput = try FileHandle(forReadingFrom: URL(filePath: file))
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        let ending = Ending()
        process.terminationHandler = { ending.resolve($0.terminationStatus) }
        try process.run()
        self.process = process
        self.ending = ending
        self.folder = folder
    }

    deinit {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    var isRunning: Bool { process.isRunning }
    var output: String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

    func terminate() { process.terminate() }

    func kill() async {
        Foundation.kill(process.processIdentifier, SIGKILL)
        _ = await exitStatus()
    }

    func exitStatus() async -> Int32 { await ending.status() }

    /// Beside the test bundle, or in the package's build folder.
    private static var executable: URL {
        var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path() != "/" {
            let candidate = folder.appending(path: "frontdesk")
            if FileManager.default.isExecutableFile(atPath: candidate.path()) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        return URL(filePath: FileManager.default.currentDirectoryPath).appending(path: ".build/debug/frontdesk")
    }

    /// Hands the exit status to whoever waits for it.
    private final class Ending: Sendable {
        private struct State {
            var status: Int32?
            var waiting: [CheckedContinuation<Int32, Never>] = []
        }

        private let state = Mutex(State())

        func resolve(_ status: Int32) {
            let waiting = state.withLock { state in
                state.status = status
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume(returning: status) }
        }

        func status() async -> Int32 {
            await withCheckedContinuation { continuation in
                let status = state.withLock { state in
                    if state.status == nil { state.waiting.append(continuation) }
                    return state.status
                }
                if let status { continuation.resume(returning: status) }
            }
        }
    }
}

/// What a command of the program came to.
struct CommandResult: Sendable {
    let status: Int32
    let output: String
    let errors: String

    func json() throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] else {
            throw Failure("no JSON object: \(output) \(errors)")
        }
        return object
    }
}

extension DeskFolder {
    /// Runs a command of the program to its end.
    func run(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil
    ) async throws -> CommandResult {
        let program = try RunningProgram(arguments, folder: self, environment: environment, input: input)
        let status = await program.exitStatus()
        return CommandResult(status: status, output: program.output, errors: program.errors)
    }

    func run(
        _ arguments: String..., environment: [String: String] = [:], input: String? = nil
    ) async throws -> CommandResult {
        try await run(arguments, environment: environment, input: input)
    }
}
