#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An open file, closed when it goes out of use.
struct FileDescriptor: ~Copyable {
    let number: Int32

    /// - Throws: `VectorIndexError.fileFailed` with the system's reason.
    init(opening path: String, _ flags: Int32, mode: mode_t = 0) throws(VectorIndexError) {
        number = open(path, flags | O_CLOEXEC, mode)
        if number < 0 { throw FileDescriptor.failure("open", path) }
    }

    deinit { close(number) }

    /// The size of a regular file; `nil` for anything else.
    var regularSize: Int? {
        var information = stat()
        guard fstat(number, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(information.st_size)
    }

    /// Reads exactly `count` bytes.
    func read(_ count: Int) throws(VectorIndexError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var part = [UInt8](repeating: 0, count: count - bytes.count)
            let got = systemRead(number, &part, part.count)
            if got < 0 {
                if errno == EINTR { continue }
                throw FileDescriptor.failure("read", "the file")
            }
            guard got > 0 else { throw .corrupt("the file ends early") }
            bytes.append(contentsOf: part.prefix(got))
        }
        return bytes
    }

    /// Takes the file's lock if nobody else has it; it is let go when the file is closed.
    func tryLock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }

    /// Waits until the file is on the disk.
    func synchronise() throws(VectorIndexError) {
        if fsync(number) != 0 { throw FileDescriptor.failure("synchronise", "the file") }
    }

    static func failure(_ action: String, _ path: String) -> VectorIndexError {
        .fileFailed("cannot \(action) \(path): \(String(cString: strerror(errno)))")
    }
}

/// The system's `read`, which the method of the same name would hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
