import DeskModel
import Foundation

extension SQLStore {
    /// Starts a data directory from a backup. What is wrong with the backup comes out on a copy, before anything of the
    /// directory is touched, and the database appears under its name when it is whole and on the disk.
    ///
    /// - Parameter replacing: moves a database that is there into a folder beside it instead of refusing.
    /// - Returns: that folder; `nil` when there was no database.
    /// - Throws: `StoreError.failed`, also when the directory is in use, or holds a database that is not to be replaced.
    public static func restore(_ backup: String, to directory: String, replacing: Bool) async throws -> String? {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let lock = try DirectoryLock(directory: directory)
            let present = databaseFiles(in: directory)
            guard replacing || present.isEmpty else {
                throw StoreError.failed("\(directory) holds data already: \(present.joined(separator: ", "))")
            }
            let workshop = "\(directory)/restoring"
            // Of a restore that was killed.
            if FileManager.default.fileExists(atPath: workshop) {
                try FileManager.default.removeItem(atPath: workshop)
            }
            defer { try? FileManager.default.removeItem(atPath: workshop) }
            let restored = try await checkedCopy(of: backup, in: workshop)
            let folder = try setAside(present, of: directory)
            do {
                try FileManager.default.moveItem(atPath: restored, toPath: databasePath(in: directory))
            } catch {
                if let folder { bringBack(present, from: folder, to: directory) }
                throw error
            }
            try lock.settle()
            return folder
        } catch let error where !(error is StoreError) {
            throw StoreError.failed("cannot restore to \(directory): \(error.localizedDescription)")
        }
    }

    /// Names of the files that a directory's database is made of. A write-ahead log without its database counts: put
    /// beside another, its pages would be written over that.
    public static func databaseFiles(in directory: String) -> [String] {
        ["", "-wal", "-shm"].map { "frontdesk.sqlite\($0)" }
            .filter { FileManager.default.fileExists(atPath: "\(directory)/\($0)") }
    }

    /// - Returns: one file with all of the backup, which was found sound.
    private static func checkedCopy(of backup: String, in workshop: String) async throws -> String {
        try FileManager.default.createDirectory(
            atPath: workshop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let copy = databasePath(in: workshop)
        try FileManager.default.copyItem(atPath: backup, toPath: copy)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy)
        let store = try await open(at: workshop)
        let problems = try await store.integrityProblems()
        guard problems.isEmpty else { throw StoreError.failed("the backup is damaged: \(problems[0])") }
        // Once more, so that nothing of it is left in a log of its own.
        let whole = "\(workshop)/whole.sqlite"
        try await store.backup(to: whole)
        return whole
    }

    private static func setAside(_ files: [String], of directory: String) throws -> String? {
        guard !files.isEmpty else { return nil }
        let folder = "\(directory)/replaced-\(Timestamp.now().iso8601.replacing(":", with: "-"))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        do {
            for name in files {
                try FileManager.default.moveItem(atPath: "\(directory)/\(name)", toPath: "\(folder)/\(name)")
            }
        } catch {
            bringBack(files, from: folder, to: directory)
            throw error
        }
        return folder
    }

    /// Of a restore that came to nothing; what is left in the folder can be moved by hand.
    private static func bringBack(_ files: [String], from folder: String, to directory: String) {
        for name in files {
            try? FileManager.default.moveItem(atPath: "\(folder)/\(name)", toPath: "\(directory)/\(name)")
        }
        // Fails where something is left in it.
        rmdir(folder)
    }
}
