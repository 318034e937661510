import Foundation
import Testing

@Suite("A restore that was interrupted")
struct InterruptedRestoreTests {
    /// A data folder in which a restore of a backup with "Tulips" alone has set the database aside, and no more.
    private func interrupted() async throws -> DeskFolder {
        let folder = try DeskFolder()
        let desk = try await RunningDesk(folder: folder)
        _ = try await desk.business("Tulips")
        let file = folder.path("backup.sqlite")
        #expect(try await folder.run("backup", "--data", folder.data, file).status == 0)
        _ = try await desk.business("Roses")
        await desk.killHard()
        let names = ["frontdesk.sqlite", "frontdesk.sqlite-wal", "frontdesk.sqlite-shm"].filter {
            FileManager.default.fileExists(atPath: "\(folder.data)/\($0)")
        }
        for name in ["replaced-half", "restoring"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.data)/\(name)", withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(atPath: file, toPath: "\(folder.data)/restoring/whole.sqlite")
        let plan = try JSONSerialization.data(withJSONObject: ["files": names, "folder": "replaced-half"])
        try folder.write(plan, to: "data/restoring.json")
        for name in names {
            try FileManager.default.moveItem(
                atPath: "\(folder.data)/\(name)", toPath: "\(folder.data)/replaced-half/\(name)")
        }
        return folder
    }

    @Test("the next start finishes it and says where the old database is, instead of beginning an empty one")
    func served() async throws {
        let folder = try await interrupted()
        let desk = try await RunningDesk(folder: folder)
        let names = try await desk.call("GET", "/api/businesses", key: desk.admin).results.map {
            $0["name"] as? String
        }
        #expect(names == ["Tulips"])
        #expect(desk.log.contains("replaced-half"), "\(desk.log)")
        #expect(FileManager.default.fileExists(atPath: "\(folder.data)/replaced-half/frontdesk.sqlite"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.data)/restoring.json"))
    }

    @Test("doctor and the other commands finish it as well, and a backup says to have it finished first")
    func commands() async throws {
        let folder = try await interrupted()
        let early = try await folder.run("backup", "--data", folder.data, folder.path("early.sqlite"))
        #expect(early.status != 0 && early.errors.contains("frontdesk doctor"), "\(early.errors)")
        let listed = try await folder.run("key", "list", "--business", "Tulips", "--data", folder.data)
        #expect(listed.status == 0 && listed.errors.contains("replaced-half"), "\(listed.errors)")
        let other = try await interrupted()
        let checked = try await other.run("doctor", "--data", other.data)
        #expect(checked.output.contains("✓ database: sound") && checked.output.contains("replaced-half"))
    }
}
