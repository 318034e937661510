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
    @Argument(help: "Files, and folders whose files are taken.")
    var paths: [String]

    func run() async throws {
        let settings = try common.settings()
        let files = try expand(paths)
        let system = try await DeskSystem.open(settings, quiet: true)
        let business = try await findOrMake(in: system.store)
        let (queued, refused) = await queue(files, for: business, in: system)
        let failed = try await follow(queued, of: business.id, in: system)
        await system.index.flush()
        guard refused + failed == 0 else { throw ExitCode.failure }
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

    private func findOrMake(in store: SQLStore) async throws -> Business {
        var named = BusinessOption()
        named.business = business
        let known = try await BusinessOption.all(in: store)
        guard let business, !known.contains(where: { $0.name == business || "\($0.id)" == business }) else {
            return try await named.find(in: store)
        }
        let made = try await store.createBusiness(name: business, settings: BusinessSettings())
        Console.error("Made the business \(business), number \(made.business.id).")
        Console.error("Secret key (shown this once): \(made.secret.secret)")
        Console.error("Widget key (shown this once): \(made.widget.secret)")
        return made.business
    }

    /// Stores the files. - Returns: the documents to wait for, and how many files were refused.
    private func queue(
        _ files: [String], for business: Business, in system: DeskSystem
    ) async -> (queued: [DocumentID], refused: Int) {
        var queued: [DocumentID] = []
        var refused = 0
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
                let document = try await system.library.add(upload).document
                if document.status != .ready { queued.append(document.id) }
            } catch {
                refused += 1
                Console.error("\(file): \((error as? DocumentFailure)?.message ?? "\(error)")")
            }
        }
        return (queued, refused)
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
