import CProcess
import Glibc

/// Starts a worker: its own process group, default signals, no descriptors but the standard three, an environment of
/// what the loader and the libraries need.
enum WorkerSpawn {
    /// - Throws: `POSIXFailure` when the program cannot be started.
    static func start(
        executable: String, arguments: [String], input: Int32, output: Int32, errors: Int32
    ) throws(POSIXFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        process_actions_close_from(&actions, 3)
        process_actions_change_directory(&actions, "/")

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var child = pid_t()
        let code = withCStrings([executable] + arguments) { arguments in
            withCStrings(environment()) { environment in
                posix_spawn(&child, executable, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw POSIXFailure(code: code) }
        return child
    }

    /// No secrets of the server's environment reach a worker.
    private static func environment() -> [String] {
        var environment = [
            "LANG=C.UTF-8", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "MALLOC_ARENA_MAX=2",
            // The PDF library frees and allocates small pieces by the thousand per page: with more of them kept per thread
            // (7 by default) its two threads lock the heap less, and take a tenth less time.
            "GLIBC_TUNABLES=glibc.malloc.tcache_count=1000", "SWIFT_BACKTRACE=enable=no",
        ]
        if let path = getenv("LD_LIBRARY_PATH") { environment.append("LD_LIBRARY_PATH=" + String(cString: path)) }
        return environment
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}
