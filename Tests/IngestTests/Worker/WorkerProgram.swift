import Foundation

@testable import Ingest

/// The built program that serves as a worker in tests.
enum WorkerProgram {
    /// It stands beside the test bundle; `FRONTDESK_WORKER` names another one.
    static var path: String {
        get throws {
            if let path = ProcessInfo.processInfo.environment["FRONTDESK_WORKER"] { return path }
            let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            for folder in [folder, folder.deletingLastPathComponent()] {
                let path = folder.appendingPathComponent("frontdesk").path
                if FileManager.default.isExecutableFile(atPath: path) { return path }
            }
            throw Missing()
        }
    }

    struct Missing: Error, CustomStringConvertible {
        let description = "the frontdesk program is not built beside the tests; set FRONTDESK_WORKER to its path"
    }

    static func worker(_ limits: ExtractionLimits = ExtractionLimits(), workers: Int = 2) throws -> ExtractionWorker {
        ExtractionWorker(executable: try path, limits: limits, workers: workers)
    }

    /// A stand-in worker that does what a shell script says.
    static func script(_ script: String, _ limits: ExtractionLimits = ExtractionLimits()) -> ExtractionWorker {
        ExtractionWorker(executable: "/bin/sh", arguments: ["-c", script], limits: limits)
    }
}
