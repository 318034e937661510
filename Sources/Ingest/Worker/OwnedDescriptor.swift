import Glibc

/// A file descriptor with one owner, closed when that goes.
struct OwnedDescriptor: ~Copyable {
    let raw: Int32

    init(_ raw: Int32) { self.raw = raw }

    deinit { _ = close(raw) }

    /// Two connected sockets that do not survive an exec. Unlike a pipe's, their writer can be told to raise no signal
    /// when the reader is gone.
    static func pair() throws(POSIXFailure) -> Pair {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw POSIXFailure(code: errno) }
        return Pair(ours: OwnedDescriptor(ends[0]), theirs: OwnedDescriptor(ends[1]))
    }

    /// One end for this process, one for another.
    struct Pair: ~Copyable {
        var ours: OwnedDescriptor
        var theirs: OwnedDescriptor

        /// Closes the other end.
        consuming func takeOurs() -> OwnedDescriptor { ours }
    }

    func setNonblocking() { _ = fcntl(raw, F_SETFL, O_NONBLOCK) }
}

/// A system call's error number.
struct POSIXFailure: Error { let code: Int32 }
