import ArgumentParser
import Foundation
import Storage

/// `frontdesk backup`.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a copy of everything to one file.",
        discussion: "Index files are not part of it: they are rebuilt from the database.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The file to write; it must not exist.")
    var file: String

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw ValidationError("\(file) exists: name a file that does not.")
        }
        // Needs no lock, so that it works beside a running server.
        try await SQLStore.backup(ofDataIn: try common.settings().data, to: file)
        Console.error("Everything is in \(file).")
    }
}

/// `frontdesk restore`.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Start a data folder from a backup.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "A file that `frontdesk backup` wrote.")
    var file: String

    func run() async throws {
        let directory = try common.settings().data
        let target = "\(directory)/frontdesk.sqlite"
        guard !FileManager.default.fileExists(atPath: target) else {
            throw ValidationError(
                "\(directory) holds data already: name an empty folder with --data, or wipe this one.")
        }
        guard FileManager.default.isReadableFile(atPath: file) else { throw ValidationError("\(file) cannot be read.") }
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try FileManager.default.copyItem(atPath: file, toPath: target)
        do {
            let problems = try await SQLStore.open(at: directory).integrityProblems()
            guard problems.isEmpty else { throw ValidationError("The backup is damaged: \(problems[0])") }
        } catch {
            try? FileManager.default.removeItem(atPath: target)
            throw error
        }
        Console.error("Restored to \(directory).")
    }
}
