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
    static let configuration = CommandConfiguration(
        abstract: "Start a data folder from a backup.",
        discussion: "With --replace what is there, such as a damaged database, is kept in a folder beside it.")

    @OptionGroup var common: CommonOptions
    @Flag(name: .long, help: "Put the backup in the place of the data that is there.")
    var replace = false
    @Argument(help: "A file that `frontdesk backup` wrote.")
    var file: String

    func run() async throws {
        let settings = try common.settings()
        guard FileManager.default.isReadableFile(atPath: file) else { throw ValidationError("\(file) cannot be read.") }
        let present = SQLStore.databaseFiles(in: settings.data)
        guard replace || present.isEmpty else {
            throw ValidationError(
                """
                \(settings.data) holds data already (\(present.joined(separator: ", "))): add --replace to keep it aside, \
                or name an empty folder with --data.
                """)
        }
        let kept = try await SQLStore.restore(file, to: settings.data, replacing: replace)
        // They are made anew of the database: those of the data before could pass for this one's.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: settings.vectorPath)) ?? []
        where name.hasSuffix(".faiss") {
            try? FileManager.default.removeItem(atPath: "\(settings.vectorPath)/\(name)")
        }
        Console.error("Restored to \(settings.data).")
        if let kept { Console.error("What was there before is in \(kept): remove it when you do not need it.") }
    }
}
