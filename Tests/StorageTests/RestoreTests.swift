import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite("Restoring a backup over a database")
struct RestoreTests {
    /// A data directory as a crash left it, with a business that stands in the log alone, and a backup from before.
    private struct Place {
        static let folder = "replaced-earlier"
        let data: String
        let backup: String

        func path(_ name: String) -> String { "\(data)/\(name)" }

        func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

        /// The files of the database there, with their content.
        func database(in folder: String = ".") -> [String: Data] {
            DatabaseReplacement.names.reduce(into: [:]) { files, name in
                files[name] = FileManager.default.contents(atPath: path("\(folder)/\(name)"))
            }
        }

        /// Begins to put the backup in the database's place, and stops as a kill would.
        func interrupt(after steps: Int) throws {
            try FileManager.default.createDirectory(
                atPath: path(DatabaseReplacement.workshop), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: backup, toPath: path(DatabaseReplacement.prepared))
            let replacement = DatabaseReplacement(files: SQLStore.databaseFiles(in: data), folder: Self.folder)
            try replacement.record(in: data)
            try replacement.run(in: data, steps: steps)
        }

        /// Opens the directory as the next start does. - Returns: the businesses' names, and what is said of the repair.
        func open() async throws -> (names: [String], repair: String?) {
            let store = try await SQLStore.open(at: data)
            #expect(try await store.integrityProblems().isEmpty)
            return (try await store.businesses(after: nil, limit: 9).map(\.name), store.repair)
        }
    }

    private func withPlace(_ body: (Place) async throws -> Void) async throws {
        try await withDirectory { directory in
            let place = Place(data: "\(directory)/data", backup: "\(directory)/backup.sqlite")
            let store = try await SQLStore.open(at: "\(directory)/origin")
            _ = try await store.makeBusiness("Tulips")
            try await store.backup(to: place.backup)
            _ = try await store.makeBusiness("Roses")
            try FileManager.default.createDirectory(atPath: place.data, withIntermediateDirectories: true)
            // Closed, it would put its log away.
            try withExtendedLifetime(store) {
                for name in DatabaseReplacement.names {
                    try FileManager.default.copyItem(
                        atPath: "\(directory)/origin/\(name)", toPath: place.path(name))
                }
            }
            try await body(place)
        }
    }

    @Test(
        "killed between any two of its steps, it is finished by the next start, and what was there is kept",
        arguments: 0...5)
    func finished(after steps: Int) async throws {
        try await withPlace { place in
            let before = place.database()
            #expect(before.count == 3)
            try place.interrupt(after: steps)
            #expect(SQLStore.isHalfRestored(place.data))
            let opened = try await place.open()
            #expect(opened.names == ["Tulips"])
            #expect(opened.repair?.contains(place.path(Place.folder)) == true)
            #expect(place.database(in: Place.folder) == before)
            #expect(!SQLStore.isHalfRestored(place.data) && !place.exists(DatabaseReplacement.workshop))
            let again = try await place.open()
            #expect(again.names == ["Tulips"] && again.repair == nil)
        }
    }

    @Test("when it has come to its end there is nothing to finish")
    func ended() async throws {
        try await withPlace { place in
            try place.interrupt(after: 6)
            #expect(!SQLStore.isHalfRestored(place.data))
            let opened = try await place.open()
            #expect(opened.names == ["Tulips"] && opened.repair == nil)
        }
    }

    @Test("when the new database is gone meanwhile, the next start brings the old one back whole", arguments: 0...4)
    func undone(after steps: Int) async throws {
        try await withPlace { place in
            try place.interrupt(after: steps)
            try FileManager.default.removeItem(atPath: place.path(DatabaseReplacement.workshop))
            let opened = try await place.open()
            #expect(opened.names == ["Tulips", "Roses"])
            #expect(opened.repair?.contains("undone") == true)
            #expect(!place.exists(Place.folder) && !SQLStore.isHalfRestored(place.data))
        }
    }

    @Test("bringing back can be cut off as well", arguments: 0...3)
    func undoneInSteps(after steps: Int) async throws {
        try await withPlace { place in
            try place.interrupt(after: 4)
            try FileManager.default.removeItem(atPath: place.path(DatabaseReplacement.workshop))
            let unfinished = try #require(try DatabaseReplacement.begun(in: place.data))
            #expect(try unfinished.run(in: place.data, steps: steps) == nil)
            #expect(try await place.open().names == ["Tulips", "Roses"])
        }
    }

    @Test("a database that has come to stand in the old one's place meanwhile is not overwritten")
    func inTheWay() async throws {
        try await withPlace { place in
            try place.interrupt(after: 4)
            let new = Data("made by an earlier version".utf8)
            try new.write(to: URL(filePath: place.path("frontdesk.sqlite")))
            let error = await #expect(throws: StoreError.self) { try await place.open() }
            guard case .failed(let reason) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(reason.contains(Place.folder) && reason.contains("another folder"))
            #expect(place.database() == ["frontdesk.sqlite": new])
            #expect(place.database(in: Place.folder).count == 3 && place.exists(DatabaseReplacement.prepared))
        }
    }

    @Test("a plan that cannot be read, or leads out of the directory, moves nothing")
    func badPlan() async throws {
        for plan in [
            "", "{}", #"{"files": ["frontdesk.sqlite"], "folder": "../replaced-x"}"#,
            #"{"files": ["frontdesk.sqlite"], "folder": "replaced-/../.."}"#,
            #"{"files": ["../lock"], "folder": "replaced-x"}"#,
        ] {
            try await withPlace { place in
                let before = place.database()
                try Data(plan.utf8).write(to: URL(filePath: place.path(DatabaseReplacement.plan)))
                await #expect(throws: StoreError.self) { try await place.open() }
                #expect(place.database() == before)
            }
        }
    }

    @Test("an interrupted one is finished before another begins, and nothing that was there is lost")
    func again() async throws {
        try await withPlace { place in
            try place.interrupt(after: 2)
            func restore(replacing: Bool) async throws -> RestoreOutcome {
                try await SQLStore.restore(
                    place.backup, to: place.data, replacing: replacing, indexes: place.path("vector_db"))
            }
            await #expect(throws: StoreError.self) {
                try await SQLStore.backup(ofDataIn: place.data, to: place.path("copy.sqlite"))
            }
            let error = await #expect(throws: StoreError.self) { try await restore(replacing: false) }
            guard case .failed(let reason) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(reason.contains("finished") && reason.contains("holds data already"))
            #expect(place.database(in: Place.folder).count == 3)
            let outcome = try await restore(replacing: true)
            #expect(outcome.repair == nil && outcome.kept != place.path(Place.folder))
            #expect(FileManager.default.fileExists(atPath: "\(outcome.kept ?? "")/frontdesk.sqlite"))
            #expect(try await place.open().names == ["Tulips"])
        }
    }

    @Test("index files of the data before go before its place is taken; a bad backup leaves them")
    func indexes() async throws {
        try await withPlace { place in
            let folder = place.path("vector_db")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in ["1.faiss", "note"] { try Data("old".utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
            await #expect(throws: StoreError.self) {
                try await SQLStore.restore(
                    "\(folder)/note", to: place.data, replacing: true, indexes: folder)
            }
            #expect(place.exists("vector_db/1.faiss"))
            #expect(try await place.open().names == ["Tulips", "Roses"])
            let outcome = try await SQLStore.restore(
                place.backup, to: place.data, replacing: true, indexes: folder)
            #expect(outcome.kept != nil && !place.exists("vector_db/1.faiss") && place.exists("vector_db/note"))
            #expect(!place.exists(DatabaseReplacement.workshop) && !place.exists(DatabaseReplacement.plan))
        }
    }
}
