import DeskModel
import Foundation

/// Puts a new database in the place of a data directory's, which is kept in a folder beside it.
///
/// A database is up to three files, which cannot be exchanged at once. So the plan is on the disk before the first one is
/// moved, and what a kill or a power cut left half done is brought to its end by whoever opens the directory next:
/// forward while the new database waits, back when it is gone. Paths are relative to the directory.
struct DatabaseReplacement: Codable, Hashable, Sendable {
    static let database = "frontdesk.sqlite"
    /// What a database's files are called, itself first.
    static let names = ["", "-wal", "-shm"].map { "\(database)\($0)" }
    /// Where a restore prepares the new database.
    static let workshop = "restoring"
    /// The new database; whole and on the disk before the plan is.
    static let prepared = "\(workshop)/whole.sqlite"
    static let plan = "restoring.json"

    /// Names of the old database's files.
    let files: [String]
    /// The folder they are kept in.
    let folder: String

    /// One change of the directory; each is on the disk before the next.
    enum Step: Hashable, Sendable {
        case makeFolder
        case setAside(String)
        case place
        case bringBack(String)
        case end(Ending)
    }

    enum Ending: Hashable, Sendable {
        case replaced
        case undone
    }

    /// What is to be done next.
    ///
    /// - Parameter present: which of `candidates` exist.
    /// - Throws: `StoreError.failed` when another database has come to stand where the old one was.
    func step(given present: Set<String>) throws(StoreError) -> Step {
        if present.contains(Self.prepared) {
            guard present.contains(folder) else { return .makeFolder }
            guard let name = Self.names.first(where: { present.contains($0) }) else { return .place }
            guard !present.contains("\(folder)/\(name)") else {
                throw .failed(
                    """
                    a restore was interrupted, and a new \(name) has come to stand where the old one was, which is in \
                    \(folder): move the new one to another folder, then start again
                    """)
            }
            return .setAside(name)
        }
        let aside = files.filter { present.contains("\(folder)/\($0)") }
        if aside == files, present.contains(Self.database) { return .end(.replaced) }
        guard let name = aside.first(where: { !present.contains($0) }) else { return .end(.undone) }
        return .bringBack(name)
    }

    /// What `step` has to know the existence of.
    var candidates: [String] { Self.names + Self.names.map { "\(folder)/\($0)" } + [folder, Self.prepared] }

    /// Goes on from wherever it stands.
    ///
    /// - Parameter steps: how many at most; tests stop in between.
    /// - Returns: how it ended; `nil` when it has not.
    /// - Throws: `StoreError.failed`; then the rest can still be done.
    @discardableResult
    func run(in directory: String, steps: Int = .max) throws(StoreError) -> Ending? {
        for _ in 0..<steps {
            let present = candidates.filter { FileManager.default.fileExists(atPath: "\(directory)/\($0)") }
            let next = try step(given: Set(present))
            try perform(next, in: directory)
            if case .end(let ending) = next { return ending }
        }
        return nil
    }

    private func perform(_ step: Step, in directory: String) throws(StoreError) {
        switch step {
        case .makeFolder:
            guard mkdir("\(directory)/\(folder)", 0o700) == 0 else { throw Self.failure("make", folder, directory) }
            try DirectoryLock.settle(directory)
        case .setAside(let name): try Self.move(name, to: folder, as: name, in: directory)
        case .place: try Self.move(Self.prepared, to: "", as: Self.database, in: directory)
        case .bringBack(let name): try Self.move("\(folder)/\(name)", to: "", as: name, in: directory)
        case .end(let ending):
            // Fails where something is left in it.
            if ending == .undone { rmdir("\(directory)/\(folder)") }
            guard unlink("\(directory)/\(Self.plan)") == 0 else { throw Self.failure("remove", Self.plan, directory) }
            try DirectoryLock.settle(directory)
        }
    }

    /// - Parameter folder: empty for the directory itself.
    private static func move(
        _ path: String, to folder: String, as name: String, in directory: String
    ) throws(StoreError) {
        let source = "\(directory)/\(path)"
        let target = folder.isEmpty ? directory : "\(directory)/\(folder)"
        guard rename(source, "\(target)/\(name)") == 0 else { throw failure("move", path, directory) }
        // The new name first: a file of two names is none lost.
        try DirectoryLock.settle(target)
        try DirectoryLock.settle(String(source.prefix(upTo: source.lastIndex(of: "/") ?? source.endIndex)))
    }

    // MARK: The plan

    /// Puts the plan on the disk, from which on the old database is replaced, whatever happens.
    ///
    /// - Throws: `StoreError.failed`.
    func record(in directory: String) throws(StoreError) {
        let (path, partial) = ("\(directory)/\(Self.plan)", "\(directory)/\(Self.plan).partial")
        guard let bytes = try? [UInt8](JSONEncoder().encode(self)) else {
            throw .failed("cannot write \(path)")
        }
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("write", Self.plan, directory) }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(descriptor) == 0, rename(partial, path) == 0 else {
            throw Self.failure("write", Self.plan, directory)
        }
        try DirectoryLock.settle(directory)
    }

    /// The one that was begun in a directory and not ended.
    ///
    /// - Throws: `StoreError.failed` when its plan cannot be read.
    static func begun(in directory: String) throws(StoreError) -> DatabaseReplacement? {
        let path = "\(directory)/\(plan)"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path),
            let begun = try? JSONDecoder().decode(DatabaseReplacement.self, from: data),
            begun.files.allSatisfy({ names.contains($0) }), begun.folder.hasPrefix("replaced-"),
            !begun.folder.contains("/")
        else {
            throw .failed(
                """
                a restore was interrupted and its plan \(path) cannot be read: see that \(database) is the database you \
                want (the old one may be in a folder replaced-...), remove \(plan), then start again
                """)
        }
        return begun
    }

    /// Brings to its end what was begun in a directory that no other process uses.
    ///
    /// - Returns: a sentence for people about it; `nil` when there was nothing to do.
    /// - Throws: `StoreError.failed`.
    static func recover(in directory: String) throws(StoreError) -> String? {
        guard let unfinished = try begun(in: directory), let ending = try unfinished.run(in: directory) else {
            return nil
        }
        try? FileManager.default.removeItem(atPath: "\(directory)/\(workshop)")
        return switch ending {
        case .replaced:
            """
            A restore that was interrupted has been finished: the data is the backup's, what was there before is in \
            \(directory)/\(unfinished.folder).
            """
        case .undone:
            "A restore that was interrupted has been undone: the data is as it was before it. Restore again if you like."
        }
    }

    private static func failure(_ verb: String, _ path: String, _ directory: String) -> StoreError {
        .failed("cannot \(verb) \(directory)/\(path): \(String(cString: strerror(errno)))")
    }
}
