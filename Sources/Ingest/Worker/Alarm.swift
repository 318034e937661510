import Glibc

/// Wakes a thread that waits on descriptors.
struct Alarm: ~Copyable, Sendable {
    private let ends: (waiting: Int32, ringing: Int32)

    /// - Throws: `POSIXFailure`.
    init() throws(POSIXFailure) {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw POSIXFailure(code: errno) }
        self.ends = (ends[0], ends[1])
    }

    deinit {
        _ = close(ends.waiting)
        _ = close(ends.ringing)
    }

    /// Becomes readable when the alarm rings, and stays so.
    var descriptor: Int32 { ends.waiting }

    func ring() {
        var byte: UInt8 = 1
        _ = send(ends.ringing, &byte, 1, Int32(MSG_NOSIGNAL))
    }
}
