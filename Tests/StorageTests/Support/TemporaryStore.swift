import DeskModel
import Foundation
import Testing

@testable import Storage

/// Runs with a store in a directory of its own, which goes afterwards.
@discardableResult
func withStore<Value>(
    fullText: FTS5Index = FTS5Index(), _ body: (SQLStore, _ directory: String) async throws -> Value
) async throws -> Value {
    try await withDirectory { directory in
        try await body(try await SQLStore.open(at: directory, fullText: fullText), directory)
    }
}

@discardableResult
func withDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let directory = FileManager.default.temporaryDirectory.appending(path: "storage-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
}

extension SQLStore {
    /// A business without settings.
    func makeBusiness(_ name: String = "Bakery") async throws -> BusinessID {
        try await createBusiness(name: name, settings: BusinessSettings()).business.id
    }

    /// A member, by way of an invitation.
    func makeMember(_ email: String, of business: BusinessID, _ role: Role) async throws -> User {
        let link = AccountLink(
            id: UUIDv7.next(), purpose: .invite(business, email: email, role), madeBy: "tests", createdAt: .now(),
            expiresAt: .now().advanced(byMilliseconds: 60_000))
        try await add(link, tokenHash: (0..<32).map { _ in UInt8.random(in: 0...255) })
        let user = User(id: UUIDv7.next(), email: email, name: "Ana", createdAt: .now())
        return try #require(await accept(link, as: user, password: "$")).user
    }

    /// Uploads a document and takes it through its ingest: each text becomes a chunk on a page of its own.
    @discardableResult
    func ingest(
        _ texts: [String], into business: BusinessID, filename: String = "a.txt", replacing: DocumentID? = nil,
        model: String = "model-1"
    ) async throws -> (document: DocumentID, change: IndexChange) {
        let content = Array(texts.joined(separator: "\n").utf8)
        let upload = DocumentUpload(business: business, filename: filename, content: content, replacing: replacing)
        let document = try await accept(upload).document
        let job = try #require(await claimJob(now: .now(), lease: 60_000))
        let change = try await complete(job, with: Sample.result(texts, of: document.id, model: model))
        return (document.id, change)
    }

    /// Rows of every table, by name, the schema's own left out.
    func rowCounts() async throws -> [String: Int] {
        try await database.read { transaction in
            let tables = try transaction.rows(
                """
                SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                    AND name NOT LIKE 'fts%' AND name <> 'schema_migrations'
                """)
            var counts: [String: Int] = [:]
            for table in tables {
                let name = try table.text("name")
                counts[name] = try transaction.row("SELECT count(*) AS n FROM \(name)")?.int("n")
            }
            return counts
        }
    }
}
