import DeskModel
import Foundation

/// Keeps a second process out of a data directory. The kernel lets go of it when the process ends, however it ends.
final class DirectoryLock: Sendable {
    private let directory: String
    private let descriptor: Int32

    /// - Throws: `StoreError.failed` when another process holds the directory.
    init(directory: String) throws(StoreError) {
        let path = "\(directory)/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed("cannot write \(path): \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .failed(
                "another frontdesk uses the data directory \(directory): stop it, or name another with --data")
        }
        self.directory = directory
        self.descriptor = descriptor
    }

    /// Puts the names of the directory's files on the disk, as renaming alone does not.
    ///
    /// - Throws: `StoreError.failed`.
    func settle() throws(StoreError) { try Self.settle(directory) }

    /// Likewise of any directory.
    static func settle(_ directory: String) throws(StoreError) {
        let failure = { StoreError.failed("cannot write \(directory): \(String(cString: strerror(errno)))") }
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure() }
    }

    deinit { close(descriptor) }
}
