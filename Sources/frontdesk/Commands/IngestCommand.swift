import ArgumentParser
import ChatServer
import DeskModel
import Foundation
import Ingest
import Storage
import VectorIndex

/// `frontdesk ingest`.
struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Take files into a business's knowledge, with a progress bar.",
        discussion: "Files that were taken in before are passed over. A server must not run on the same data folder.")

    @OptionGroup var common: CommonOptions
    @Option(name: .shortAndLong, help: "The business, by number or name; a new name makes a new business.")
    var business: String?
    @Flag(name: .long, help: "Write the business, its keys if it is new, and what became of each file as JSON.")
    var json = false
    @Argument(help: "Files, and folders whose files are taken.")
    var paths: [String]

    func run() async throws {
        let settings = try common.settings()
        let files = try expand(paths)
        let system = try await DeskSystem.open(settings, quiet: true)
        let (business, keys) = try await findOrMake(in: system.store)
        let taken = await queue(files, for: business, in: system)
        let waiting = taken.compactMap { $0.document }.filter { $0.status != .ready }.map(\.id)
        let failed = try await follow(waiting, of: business.id, in: system)
        await system.index.flush()
        if json {
            var documents: [IngestReport.File] = []
            for file in taken { documents.append(try await reported(file, from: system.store)) }
            try Console.json(IngestReport(business: .init(business, keys), documents: documents))
        }
        guard failed == 0, taken.allSatisfy({ $0.document != nil }) else { throw ExitCode.failure }
    }

    /// What became of a file when it was stored.
    private struct Taken {
        let file: String
        let outcome: Result<Document, DocumentFailure>

        var document: Document? { try? outcome.get() }
    }

    private func reported(_ taken: Taken, from store: SQLStore) async throws -> IngestReport.File {
        switch taken.outcome {
        case .success(let document):
            IngestReport.File(taken.file, try await store.document(document.id, in: document.business) ?? document)
        case .failure(let failure): IngestReport.File(taken.file, failure)
        }
    }

    private func expand(_ paths: [String]) throws -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ValidationError("There is no \(path).")
            }
            guard isFolder.boolValue else {
                files.append(path)
                continue
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            files += names.filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
        }
        guard !files.isEmpty else { throw ValidationError("There are no files in \(paths.joined(separator: ", ")).") }
        return files
    }

    /// - Returns: the business, and its keys when it is new.
    private func findOrMake(
        in store: SQLStore
    ) async throws -> (business: Business, keys: (secret: String, widget: String)?) {
        var named = BusinessOption()
        named.business = business
        let known = try await BusinessOption.all(in: store)
        guard let business, !known.contains(where: { $0.name == business || "\($0.id)" == business }) else {
            return (try await named.find(in: store), nil)
        }
        let made = try await store.createBusiness(name: business, settings: BusinessSettings())
        Console.error("Made the business \(business), number \(made.business.id).")
        // Also where a report follows: it would take them with it when something fails on the way.
        Console.error("Secret key (shown this once): \(made.secret.secret)")
        Console.error("Widget key (shown this once): \(made.widget.secret)")
        return (made.business, (made.secret.secret, made.widget.secret))
    }

    /// Stores the files.
    private func queue(_ files: [String], for business: Business, in system: DeskSystem) async -> [Taken] {
        var taken: [Taken] = []
        for file in files {
            do {
                guard let content = FileManager.default.contents(atPath: file) else {
                    throw DocumentFailure(code: "unreadable", message: "The file cannot be read.")
                }
                guard content.count <= system.settings.maximumFileSize else {
                    throw DocumentFailure(
                        code: "too_large", message: "It is larger than \(system.settings.maximumFileSize) bytes.")
                }
                let upload = DocumentUpload(
                    business: business.id, filename: (file as NSString).lastPathComponent, content: Array(content))
                taken.append(Taken(file: file, outcome: .success(try await system.library.add(upload).document)))
            } catch {
                let failure = error as? DocumentFailure ?? DocumentFailure(code: "internal", message: "\(error)")
                Console.error("\(file): \(failure.message)")
                taken.append(Taken(file: file, outcome: .failure(failure)))
            }
        }
        return taken
    }

    /// Runs the ingest until the documents are settled. - Returns: how many failed.
    private func follow(_ queued: [DocumentID], of business: BusinessID, in system: DeskSystem) async throws -> Int {
        guard !queued.isEmpty else {
            Console.error("Everything was taken in before.")
            return 0
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await system.ingest.run() }
            defer { group.cancelAll() }
            var bar = ProgressBar()
            while true {
                var documents: [Document] = []
                for id in queued {
                    if let document = try await system.store.document(id, in: business) { documents.append(document) }
                }
                let settled = documents.filter { $0.status != .queued && $0.status != .processing }
                let done = documents.reduce(0) { $0 + ($1.status == .ready ? 1 : $1.progress) }
                let current = documents.first { $0.status == .processing }?.filename ?? ""
                bar.show(done / Double(max(1, documents.count)), "\(settled.count) of \(documents.count) \(current)")
                if settled.count == documents.count {
                    let failed = documents.filter { $0.status != .ready }
                    let chunks = documents.reduce(0) { $0 + $1.chunks }
                    bar.finish("\(documents.count - failed.count) documents ready, \(chunks) passages.")
                    for document in failed {
                        Console.error("\(document.filename): \(document.error?.message ?? document.status.rawValue)")
                    }
                    for document in documents {
                        for warning in document.warnings { Console.error("\(document.filename): \(warning)") }
                    }
                    return failed.count
                }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}
