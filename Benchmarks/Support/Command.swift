import Foundation
import Glibc

/// A program run to its end, timed as a whole process: from before it is started until it is reaped, and by the
/// processor time it and its children took.
enum Command {
    /// - Parameters:
    ///   - output: the file its standard output goes to.
    /// - Throws: `BenchFailure` when it cannot be started.
    static func run(
        _ program: String, _ arguments: [String], output: String, errors: String = "/dev/null"
    ) throws -> (status: Int32, duration: Duration, processor: Duration) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let mode = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, mode, 0o600)
        if errors == output {
            posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, mode, 0o600)
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { words.forEach { free($0) } }
        let start = ContinuousClock.now
        var child: pid_t = 0
        let failure = posix_spawnp(&child, program, &actions, nil, &words, environ)
        guard failure == 0 else { throw BenchFailure("\(program): \(String(cString: strerror(failure)))") }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
        let duration = ContinuousClock.now - start
        // The low byte is the signal that ended it, the next its own code.
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
        return (code, duration, usage.processor)
    }
}

extension rusage {
    /// Time of all threads and of what was waited for, in the program and in the kernel for it.
    var processor: Duration {
        .seconds(ru_utime.tv_sec + ru_stime.tv_sec) + .microseconds(ru_utime.tv_usec + ru_stime.tv_usec)
    }

    /// Of this process so far.
    static var own: rusage {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage
    }
}
