import ArgumentParser
import DeskModel
import Foundation
import Storage

/// `frontdesk wipe`.
struct Wipe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delete a business, or all data.",
        discussion: "Without --business everything in the data folder goes. Deleting cannot be undone; --backup first.")

    @OptionGroup var common: CommonOptions
    @Option(name: .shortAndLong, help: "Delete only this business, by number or name.")
    var business: String?
    @Option(name: .long, help: "Write a backup to this file first.")
    var backup: String?
    @Flag(name: .long, help: "Do not ask.")
    var yes = false
    @Flag(name: .long, help: "Write what was deleted as JSON.")
    var json = false

    struct Outcome: Encodable {
        struct Deleted: Encodable {
            let id: BusinessID
            let name: String
        }
        let businesses: [Deleted]
        /// The file with all that there was.
        @OrNull var backup: String?

        init(_ businesses: [Business], backup: String?) {
            self.businesses = businesses.map { Deleted(id: $0.id, name: $0.name) }
            self.backup = backup
        }
    }

    func run() async throws {
        let settings = try common.settings()
        let store = try await SQLStore.opened(at: settings.data)
        let doomed: [Business]
        if let business {
            var option = BusinessOption()
            option.business = business
            doomed = [try await option.find(in: store)]
        } else {
            doomed = try await BusinessOption.all(in: store)
        }
        guard confirmed(doomed) else { throw ValidationError("Nothing was deleted.") }
        if let backup { try await store.backup(to: backup) }
        for business in doomed {
            _ = try await store.deleteBusiness(business.id)
            try? FileManager.default.removeItem(atPath: "\(settings.vectorPath)/\(business.id).faiss")
        }
        if business == nil {
            for name in ["admin_token_hash", "signing_secret"] { try await store.setSetting(name, to: nil) }
            try await store.forgetVisitors()
        }
        // What was deleted leaves the file, too.
        try await store.compact()
        try Console.report(
            Outcome(doomed, backup: backup), asJSON: json,
            "Deleted \(doomed.count) business\(doomed.count == 1 ? "" : "es").")
    }

    private func confirmed(_ doomed: [Business]) -> Bool {
        if yes { return true }
        let names = doomed.map(\.name).joined(separator: ", ")
        Console.error(
            "This deletes \(names.isEmpty ? "all settings" : names) with documents and conversations. Type yes to go on:"
        )
        return readLine()?.trimmingCharacters(in: .whitespaces).lowercased() == "yes"
    }
}
