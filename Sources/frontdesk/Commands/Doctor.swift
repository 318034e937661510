import ArgumentParser
import DeskModel
import Foundation
import Ingest
import ModelProviders
import Storage
import Transfer

/// `frontdesk doctor`.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check every part and say how to mend it.")

    @OptionGroup var common: CommonOptions
    @Flag(name: .long, help: "Write the checks as JSON.")
    var json = false

    struct Check: Encodable {
        let name: String
        let ok: Bool
        let detail: String
    }

    func run() async throws {
        let settings: Settings
        do {
            settings = try common.settings()
        } catch {
            try report([Check(name: "settings", ok: false, detail: "\(error)")])
            throw ExitCode.failure
        }
        var checks = [Check(name: "settings", ok: true, detail: "read")]
        let files = modelFiles(settings)
        checks.append(files)
        // Code that is damaged is not loaded.
        if files.ok { checks.append(await model(settings)) }
        checks.append(await extraction())
        checks.append(await database(settings))
        checks.append(await auditLog(settings))
        checks.append(folder(settings))
        checks.append(languageModel(settings))
        checks.append(await mail(settings))
        try report(checks)
        if checks.contains(where: { !$0.ok }) { throw ExitCode.failure }
    }

    private func report(_ checks: [Check]) throws {
        if json { return try Console.json(checks) }
        for check in checks { Console.out("\(check.ok ? "✓" : "✗") \(check.name): \(check.detail)") }
    }

    private func modelFiles(_ settings: Settings) -> Check {
        let name = "model files"
        do {
            let models = try ModelLocator(configured: settings.models, executable: Executable.path).directory
            let damaged = ModelFiles.damaged(in: models)
            guard damaged.isEmpty else {
                let shown = damaged.prefix(3).joined(separator: ", ")
                return Check(name: name, ok: false, detail: "damaged (\(shown)): run `make setup`, which mends them")
            }
            return Check(name: name, ok: true, detail: "as set-up left them in \(models)")
        } catch {
            return Check(name: name, ok: false, detail: "\(error)")
        }
    }

    private func model(_ settings: Settings) async -> Check {
        do {
            let locator = try ModelLocator(configured: settings.models, executable: Executable.path)
            let embedder = try OpenVINOEmbedder(models: locator.directory, name: settings.embeddingModel.start.rawValue)
            let vectors = try await embedder.embed(["opening hours", "when do you open", "tax law"], for: .query)
            let near = Self.dot(vectors[0], vectors[1])
            let far = Self.dot(vectors[0], vectors[2])
            guard near > far else {
                return Check(
                    name: "embedding model", ok: false,
                    detail: "gives wrong vectors: remove models/ and run `make setup`")
            }
            return Check(
                name: "embedding model", ok: true,
                detail: "\(embedder.modelID) in \(locator.directory)\(Self.choice(settings))")
        } catch {
            return Check(name: "embedding model", ok: false, detail: "\(error)")
        }
    }

    /// What businesses that choose nothing get.
    private static func choice(_ settings: Settings) -> String {
        settings.embeddingModel == .automatic ? ", chosen because it finds best in every language" : ""
    }

    private func extraction() async -> Check {
        do {
            let worker = ExtractionWorker(executable: Executable.path)
            _ = try await worker.extract(Array("A line of text to read.\n".utf8), filename: "probe.txt")
            return Check(name: "extraction worker", ok: true, detail: "reads a file in a process of its own")
        } catch {
            return Check(name: "extraction worker", ok: false, detail: "\(error)")
        }
    }

    private func database(_ settings: Settings) async -> Check {
        // Opening finishes what a restore has left, whatever files there are.
        let files = SQLStore.isHalfRestored(settings.data) ? nil : SQLStore.databaseFiles(in: settings.data)
        if let files, files.isEmpty {
            return Check(name: "database", ok: true, detail: "none yet in \(settings.data); `frontdesk serve` makes it")
        }
        let mend = "restore a backup with `frontdesk restore --replace FILE`, which keeps what is there aside"
        if let first = files?.first, first != "frontdesk.sqlite" {
            return Check(
                name: "database", ok: false,
                detail: "\(first) has lost its frontdesk.sqlite: put that back beside it, or \(mend)")
        }
        do {
            let store = try await SQLStore.open(at: settings.data)
            guard let first = try await store.integrityProblems().first else {
                let repair = store.repair.map { ". \($0)" } ?? ""
                return Check(name: "database", ok: true, detail: "sound in \(settings.data)\(repair)")
            }
            return Check(name: "database", ok: false, detail: "damaged (\(first)): \(mend)")
        } catch StoreError.failed(let detail) where detail.hasPrefix("another frontdesk") {
            return Check(name: "database", ok: true, detail: "in use by a running server, so not checked")
        } catch StoreError.failed(let detail) where detail.hasPrefix("cannot open") {
            return Check(name: "database", ok: false, detail: "\(detail): if it is damaged, \(mend)")
        } catch {
            return Check(name: "database", ok: false, detail: "\(error)")
        }
    }

    private func auditLog(_ settings: Settings) async -> Check {
        guard FileManager.default.fileExists(atPath: "\(settings.data)/frontdesk.sqlite") else {
            return Check(name: "audit log", ok: true, detail: "none yet")
        }
        do {
            let verdicts = try await SQLStore.open(at: settings.data).verifyAuditLog(of: nil)
            if let broken = verdicts.first(where: { $0.problem != nil }) {
                return Check(name: "audit log", ok: false, detail: "broken: \(AuditCommand.sentence(broken))")
            }
            let rows = verdicts.reduce(0) { $0 + $1.sound }
            return Check(name: "audit log", ok: true, detail: "unbroken, \(rows) rows")
        } catch StoreError.failed(let detail) where detail.hasPrefix("another frontdesk") {
            return Check(name: "audit log", ok: true, detail: "in use by a running server, so not checked")
        } catch {
            return Check(name: "audit log", ok: false, detail: "\(error)")
        }
    }

    private func folder(_ settings: Settings) -> Check {
        var folder = URL(filePath: settings.data).standardizedFileURL
        while !FileManager.default.fileExists(atPath: Self.path(folder)), Self.path(folder) != "/" {
            folder = folder.deletingLastPathComponent()
        }
        let path = Self.path(folder)
        let isWritable = FileManager.default.isWritableFile(atPath: path)
        let values = try? FileManager.default.attributesOfFileSystem(forPath: path)
        let free = (values?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
        guard isWritable else {
            return Check(
                name: "data folder", ok: false,
                detail: "\(path) cannot be written: change its owner, or use --data")
        }
        guard free > 1 << 30 else {
            return Check(
                name: "data folder", ok: false, detail: "less than 1 GiB is free on \(path): make room")
        }
        return Check(name: "data folder", ok: true, detail: "\(path) is writable, \(free >> 30) GiB free")
    }

    /// As the file system has it: with its spaces and accents.
    private static func path(_ folder: URL) -> String { folder.path(percentEncoded: false) }

    private func languageModel(_ settings: Settings) -> Check {
        let detail =
            settings.languageModel.map { "\($0.model) at \($0.baseURL)" }
            ?? "none: answers are extracted; set OPENAI_BASE_URL to have them written"
        return Check(name: "language model", ok: true, detail: detail)
    }

    private func mail(_ settings: Settings) async -> Check {
        guard let mail = settings.mail else {
            return Check(name: "mail", ok: true, detail: "none is sent; set FRONTDESK_SMTP_URL to have it sent")
        }
        do {
            try await SMTPClient(mail.server).check()
            return Check(
                name: "mail", ok: true,
                detail: "\(mail.server.host) takes mails from \(mail.from.address)"
                    + (mail.server.security == .none ? ", without TLS" : ""))
        } catch {
            return Check(name: "mail", ok: false, detail: error.detail)
        }
    }

    private static func dot(_ one: [Float], _ other: [Float]) -> Float {
        zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
