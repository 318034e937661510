import Foundation

/// Processes that tests start, known by an argument that no other has.
enum TestProcess {
    struct Missing: Error, CustomStringConvertible {
        let description = "no process was started"
    }

    /// A number of seconds, so that `sleep` may have it for an argument.
    static func mark() -> String { "\(9_000 + Int.random(in: 0..<900)).\(Int.random(in: 100_000..<1_000_000))" }

    /// Those that run and have this among their arguments.
    static func all(argument: String) -> [pid_t] {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return folders.compactMap { pid_t($0) }.filter { process in
            guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
            return String(decoding: line, as: UTF8.self).contains(argument)
        }
    }
}
