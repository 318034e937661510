import DeskModel
import Foundation
import GRDB

/// Copies a SQLite database that others may be writing.
enum SQLiteBackup {
    /// Writes the database as of one moment to a new file that only its owner can read. It appears under its name when
    /// it is whole and on the disk.
    ///
    /// - Throws: `StoreError.failed`, also when the file exists.
    static func copy(database source: String, to path: String) async throws {
        let partial = "\(path).partial"
        try await SQLiteDatabase.translating {
            // A connection of its own, so that neither the server's writer nor its readers wait.
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            let queue = try DatabaseQueue(path: source, configuration: configuration)
            try await queue.writeWithoutTransaction { database in
                guard access(path, F_OK) != 0 else {
                    throw StoreError.failed("\(path) exists: name a file that does not")
                }
                // Made first, and empty, because VACUUM would let everybody read it.
                unlink(partial)
                let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
                guard descriptor >= 0 else { throw Self.failure("write", partial) }
                defer { close(descriptor) }
                do {
                    try database.execute(sql: "VACUUM INTO ?", arguments: [partial])
                    guard fsync(descriptor) == 0 else { throw Self.failure("write", partial) }
                    guard rename(partial, path) == 0 else { throw Self.failure("write", path) }
                } catch {
                    unlink(partial)
                    throw error
                }
            }
        }
    }

    private static func failure(_ verb: String, _ path: String) -> StoreError {
        .failed("cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}
