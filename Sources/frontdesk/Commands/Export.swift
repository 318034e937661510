import ArgumentParser
import DeskModel
import Foundation
import Storage

/// `frontdesk export`.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a business's documents and conversations to a folder.",
        discussion:
            "documents/ holds the files as uploaded, documents.jsonl and conversations.jsonl what is known of them.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var named: BusinessOption
    @Flag(name: .long, help: "Write what was written as JSON.")
    var json = false
    @Argument(help: "The folder to write; made when missing.")
    var folder: String

    struct DocumentLine: Encodable {
        let id: DocumentID
        let file: String
        let title: String
        let status: Document.Status
        let version: Int
        let sha256: String
        let pages: Int
        let warnings: [String]
        let createdAt: String
    }

    struct MessageLine: Encodable {
        let conversation: ConversationID
        let id: MessageID
        let sender: Message.Sender
        let text: String
        let answer: Answer?
        let createdAt: String
    }

    struct Outcome: Encodable {
        let business: BusinessID
        let folder: String
        let documents: Int
        let messages: Int
    }

    func run() async throws {
        let store = try await SQLStore.opened(at: try common.settings().data)
        let business = try await named.find(in: store)
        try FileManager.default.createDirectory(atPath: "\(folder)/documents", withIntermediateDirectories: true)
        let documents = try await writeDocuments(of: business.id, from: store)
        let messages = try await writeMessages(of: business.id, from: store)
        try Console.report(
            Outcome(business: business.id, folder: folder, documents: documents, messages: messages), asJSON: json,
            "Wrote \(documents) documents and \(messages) messages to \(folder).")
    }

    private func writeDocuments(of business: BusinessID, from store: SQLStore) async throws -> Int {
        var lines = LineFile()
        var after: DocumentID?
        while true {
            let page = try await store.documents(in: business, after: after, limit: 100)
            for document in page {
                // The id comes first, so that two documents of one name do not overwrite each other.
                let file = "\(document.id)-\(document.filename.replacing("/", with: "_"))"
                if let content = try await store.content(of: document.id, in: business) {
                    try Data(content).write(to: URL(filePath: "\(folder)/documents/\(file)"))
                }
                try lines.append(
                    DocumentLine(
                        id: document.id, file: file, title: document.title, status: document.status,
                        version: document.version, sha256: document.sha256, pages: document.pages,
                        warnings: document.warnings, createdAt: document.createdAt.iso8601))
            }
            guard page.count == 100, let last = page.last else { break }
            after = last.id
        }
        return try lines.write(to: "\(folder)/documents.jsonl")
    }

    private func writeMessages(of business: BusinessID, from store: SQLStore) async throws -> Int {
        var lines = LineFile()
        var after: ConversationID?
        while true {
            let page = try await store.conversations(in: business, after: after, limit: 100)
            for conversation in page {
                var seen = ""
                while true {
                    let messages = try await store.messages(in: conversation.id, of: business, after: seen, limit: 500)
                    for message in messages {
                        try lines.append(
                            MessageLine(
                                conversation: conversation.id, id: message.id, sender: message.sender,
                                text: message.text, answer: message.answer, createdAt: message.createdAt.iso8601))
                    }
                    guard messages.count == 500, let last = messages.last else { break }
                    seen = last.id
                }
            }
            guard page.count == 100, let last = page.last else { break }
            after = last.id
        }
        return try lines.write(to: "\(folder)/conversations.jsonl")
    }
}

/// A JSON object a line.
private struct LineFile {
    private var data = Data()
    private var count = 0

    mutating func append(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        data.append(try encoder.encode(value))
        data.append(UInt8(ascii: "\n"))
        count += 1
    }

    /// - Returns: how many lines were written.
    func write(to path: String) throws -> Int {
        try data.write(to: URL(filePath: path))
        return count
    }
}
