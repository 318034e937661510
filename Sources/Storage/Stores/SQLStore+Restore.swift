import DeskModel
import Foundation

/// What a restore did.
public struct RestoreOutcome: Hashable, Sendable {
    /// The folder with the database that was there before; `nil` when there was none.
    public let kept: String?
    /// A sentence about an earlier restore that had been interrupted and was brought to its end first.
    public let repair: String?
}

extension SQLStore {
    /// Starts a data directory from a backup. What is wrong with the backup comes out on a copy, before anything of the
    /// directory is touched, and the database appears under its name when it is whole and on the disk. From the first
    /// file that is moved on, a restore that is interrupted is finished by the next that opens the directory.
    ///
    /// - Parameters:
    ///   - replacing: moves a database that is there into a folder beside it instead of refusing.
    ///   - indexes: the folder of the index files, which are made of the database. Those of the data before could pass
    ///     for this one's, so they are removed before it takes its place.
    /// - Throws: `StoreError.failed`, also when the directory is in use, or holds a database that is not to be replaced.
    public static func restore(
        _ backup: String, to directory: String, replacing: Bool, indexes: String
    ) async throws -> RestoreOutcome {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let lock = try DirectoryLock(directory: directory)
            let repair = try DatabaseReplacement.recover(in: directory)
            let present = databaseFiles(in: directory)
            guard replacing || present.isEmpty else {
                let refusal = "\(directory) holds data already: \(present.joined(separator: ", "))"
                throw StoreError.failed(repair.map { "\($0) Nothing else was done: \(refusal)" } ?? refusal)
            }
            let workshop = "\(directory)/\(DatabaseReplacement.workshop)"
            // Of a restore that was killed before it moved anything.
            if FileManager.default.fileExists(atPath: workshop) {
                try FileManager.default.removeItem(atPath: workshop)
            }
            defer { try? FileManager.default.removeItem(atPath: workshop) }
            let restored = "\(directory)/\(DatabaseReplacement.prepared)"
            try await writeCheckedCopy(of: backup, to: restored, in: workshop)
            try removeIndexes(in: indexes)
            guard !present.isEmpty else {
                try FileManager.default.moveItem(atPath: restored, toPath: databasePath(in: directory))
                try lock.settle()
                return RestoreOutcome(kept: nil, repair: repair)
            }
            let replacement = DatabaseReplacement(
                files: present, folder: "replaced-\(Timestamp.now().iso8601.replacing(":", with: "-"))")
            do {
                try replacement.record(in: directory)
                try replacement.run(in: directory)
            } catch {
                // Without the new database the plan leads back.
                try? FileManager.default.removeItem(atPath: restored)
                _ = try? replacement.run(in: directory)
                throw error
            }
            return RestoreOutcome(kept: "\(directory)/\(replacement.folder)", repair: repair)
        } catch let error where !(error is StoreError) {
            throw StoreError.failed("cannot restore to \(directory): \(error.localizedDescription)")
        }
    }

    /// Names of the files that a directory's database is made of. A write-ahead log without its database counts: put
    /// beside another, its pages would be written over that.
    public static func databaseFiles(in directory: String) -> [String] {
        DatabaseReplacement.names.filter { FileManager.default.fileExists(atPath: "\(directory)/\($0)") }
    }

    /// Whether a restore was interrupted (or is under way) while it moved files; opening the directory finishes it.
    public static func isHalfRestored(_ directory: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(directory)/\(DatabaseReplacement.plan)")
    }

    /// Writes one file with all of the backup, which was found sound, and puts it on the disk.
    private static func writeCheckedCopy(of backup: String, to path: String, in workshop: String) async throws {
        try FileManager.default.createDirectory(
            atPath: workshop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let copy = databasePath(in: workshop)
        try FileManager.default.copyItem(atPath: backup, toPath: copy)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy)
        let store = try await open(at: workshop)
        let problems = try await store.integrityProblems()
        guard problems.isEmpty else { throw StoreError.failed("the backup is damaged: \(problems[0])") }
        // Once more, so that nothing of it is left in a log of its own.
        try await store.backup(to: path)
        try DirectoryLock.settle(workshop)
    }

    private static func removeIndexes(in folder: String) throws {
        guard FileManager.default.fileExists(atPath: folder) else { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".faiss") {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
        try DirectoryLock.settle(folder)
    }
}
