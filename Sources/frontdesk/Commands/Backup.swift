import ArgumentParser
import DeskModel
import Foundation
import Storage

/// `frontdesk backup`.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a copy of everything to one file.",
        discussion: "Index files are not part of it: they are rebuilt from the database.")

    @OptionGroup var common: CommonOptions
    @Flag(name: .long, help: "Write where the copy is and its size as JSON.")
    var json = false
    @Argument(help: "The file to write; it must not exist.")
    var file: String

    struct Outcome: Encodable {
        let file: String
        let bytes: Int
    }

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw ValidationError("\(file) exists: name a file that does not.")
        }
        // Needs no lock, so that it works beside a running server.
        try await SQLStore.backup(ofDataIn: try common.settings().data, to: file)
        let bytes = try FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber
        try Console.report(
            Outcome(file: file, bytes: bytes?.intValue ?? 0), asJSON: json, "Everything is in \(file).")
    }
}

/// `frontdesk restore`.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start a data folder from a backup.",
        discussion: """
            With --replace what is there, such as a damaged database, is kept in a folder beside it. A restore that is \
            killed or cut off while it exchanges them is finished by the next command that opens the data folder.
            """)

    @OptionGroup var common: CommonOptions
    @Flag(name: .long, help: "Put the backup in the place of the data that is there.")
    var replace = false
    @Flag(name: .long, help: "Write where the data is, and where what was there before as JSON.")
    var json = false
    @Argument(help: "A file that `frontdesk backup` wrote.")
    var file: String

    struct Outcome: Encodable {
        let data: String
        /// The folder with what was there before.
        @OrNull var kept: String?

        init(data: String, kept: String?) {
            self.data = data
            self.kept = kept
        }
    }

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
        let outcome = try await SQLStore.restore(
            file, to: settings.data, replacing: replace, indexes: settings.vectorPath)
        if let repair = outcome.repair { Console.error(repair) }
        let kept = outcome.kept
        let rest = kept.map { " What was there before is in \($0): remove it when you do not need it." } ?? ""
        try Console.report(
            Outcome(data: settings.data, kept: kept), asJSON: json, "Restored to \(settings.data).\(rest)")
    }
}
