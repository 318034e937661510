import Foundation

/// What the figures were measured on.
struct Machine {
    let processor: String
    /// Which of those that matrix products gain from it has, as Linux calls them.
    let instructions: [String]
    let cores: Int
    let memoryGiB: Int
    let system: String
    /// Processes that wanted to run in the last minute, on average, before we began.
    let load: String

    static func current() -> Machine {
        func read(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
        func value(of key: String, in text: String, separator: Character) -> String? {
            text.split(separator: "\n").first { $0.hasPrefix(key) }?.split(separator: separator, maxSplits: 1).last
                .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"")) }
        }
        let kilobytes = value(of: "MemTotal", in: read("/proc/meminfo"), separator: ":")?.split(separator: " ").first
        let release = value(of: "PRETTY_NAME", in: read("/etc/os-release"), separator: "=") ?? "Linux"
        return Machine(
            processor: value(of: "model name", in: read("/proc/cpuinfo"), separator: ":") ?? "unknown processor",
            instructions: value(of: "flags", in: read("/proc/cpuinfo"), separator: ":")?.split(separator: " ").map(
                String.init
            )
            .filter { ["avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8"].contains($0) } ?? [],
            cores: ProcessInfo.processInfo.activeProcessorCount,
            memoryGiB: (kilobytes.flatMap { Int($0) } ?? 0) >> 20,
            system:
                "\(release), kernel \(read("/proc/sys/kernel/osrelease").trimmingCharacters(in: .whitespacesAndNewlines))",
            load: read("/proc/loadavg").split(separator: " ").first.map(String.init) ?? "?")
    }

    var text: String {
        """
        \(processor) (\(instructions.joined(separator: ", "))), \(cores) cores, \(memoryGiB) GiB, \(system); \
        load before the run \(load)
        """
    }
}
