import CProcess
import Glibc

/// Limits a process sets on itself before it touches untrusted bytes.
enum ProcessLimits {
    /// - Returns: whether all of them hold.
    static func apply(_ limits: ExtractionLimits) -> Bool {
        let settings: [(__rlimit_resource, UInt)] = [
            (RLIMIT_CORE, 0),
            (RLIMIT_FSIZE, 0),
            // Character maps of Asian scripts are files.
            (RLIMIT_NOFILE, 32),
            (RLIMIT_CPU, UInt(max(1, limits.processorSeconds))),
            (RLIMIT_AS, UInt(max(64 << 20, limits.memory))),
        ]
        let areSet = settings.allSatisfy { resource, value in
            var limit = rlimit(rlim_cur: value, rlim_max: value)
            // The processor limit's signal must come before its kill.
            if resource.rawValue == RLIMIT_CPU.rawValue { limit.rlim_max += 5 }
            return setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0
        }
        return areSet && process_set_no_new_privileges() == 0 && process_set_undumpable() == 0
    }
}
