import ArgumentParser
import DeskModel
import Foundation
import Ingest

/// `frontdesk extract`.
struct Extract: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the text that is read from a file.")

    @Argument(help: "A PDF, DOCX, TXT, Markdown or HTML file.")
    var file: String
    @Flag(name: .long, help: "Write pages and warnings as JSON.")
    var json = false
    @Option(name: .long, help: ArgumentHelp("Accepted for uniformity; nothing is stored.", visibility: .hidden))
    var data: String?

    struct Output: Encodable {
        let kind: DocumentKind
        /// Of text; a PDF and a DOCX file have none of their own.
        @OrNull var encoding: String?
        @OrNull var title: String?
        let pages: [DocumentPage]
        let warnings: [String]

        init(_ document: ExtractedDocument, _ pages: [DocumentPage]) {
            kind = document.kind
            self.pages = pages
            warnings = document.warnings
            encoding = document.encoding
            title = document.title
        }
    }

    struct Failure: Encodable { let error: DocumentFailure }

    func run() async throws {
        do {
            guard let content = FileManager.default.contents(atPath: file) else {
                throw DocumentFailure(code: "unreadable", message: "The file \(file) cannot be read: check its name.")
            }
            let worker = ExtractionWorker(executable: Executable.path)
            let document = try await worker.extract(Array(content), filename: (file as NSString).lastPathComponent)
            let pages = document.pages.map { DocumentPage(number: $0.number, text: $0.text) }
            if json {
                try Console.json(Output(document, pages))
            } else {
                Console.out(pages.map(\.text).joined(separator: "\n\u{0C}\n"))
                for warning in document.warnings { Console.error(warning) }
            }
        } catch let failure as DocumentFailure {
            if json { try Console.json(Failure(error: failure)) } else { Console.error(failure.message) }
            throw ExitCode.failure
        }
    }
}

/// `frontdesk extract-worker`: what `ExtractionWorker` starts. Not for people.
struct ExtractWorker: ParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    func run() throws { throw ExitCode(ExtractionWorkerMain.run()) }
}
