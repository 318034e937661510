import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite struct UpkeepTests {
    @Test("a backup made while others write holds one moment, opens as a store and is its owner's alone")
    func backup() async throws {
        try await withStore { store, directory in
            let business = try await store.makeBusiness()
            try await store.ingest(["rye bread"], into: business)
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let writing = Task {
                while !Task.isCancelled { _ = try await store.append(.user, "hello", to: conversation, in: business) }
            }
            let copy = "\(directory)/copy"
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
            try await store.backup(to: SQLStore.databasePath(in: copy))
            writing.cancel()
            _ = await writing.result

            let mode = try FileManager.default.attributesOfItem(atPath: SQLStore.databasePath(in: copy))[
                .posixPermissions]
            #expect(mode as? Int == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: copy) == ["frontdesk.sqlite"])
            let restored = try await SQLStore.open(at: copy)
            #expect(try await restored.integrityProblems().isEmpty)
            #expect(try await restored.fullText(["rye"], in: business, limit: 9).count == 1)
            #expect(try await restored.conversation(conversation, in: business) != nil)
        }
    }

    @Test("a data directory in use is backed up by another without its lock")
    func backupBeside() async throws {
        try await withStore { store, directory in
            _ = try await store.makeBusiness("kept")
            try await SQLStore.backup(ofDataIn: directory, to: "\(directory)/copy.sqlite")
            let copy = try SQLiteDatabase(path: "\(directory)/copy.sqlite", lock: nil)
            let names = try await copy.read { try $0.rows("SELECT name FROM businesses").map { try $0.text("name") } }
            #expect(names == ["kept"])
        }
    }

    @Test("a backup never overwrites a file, and a backup of nothing is refused")
    func backupRefused() async throws {
        try await withStore { store, directory in
            let path = "\(directory)/there"
            try Data("mine".utf8).write(to: URL(filePath: path))
            await #expect(throws: StoreError.self) { try await store.backup(to: path) }
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
            await #expect(throws: StoreError.self) { try await store.backup(to: "\(directory)/no/such/folder") }
            await #expect(throws: StoreError.self) {
                try await SQLStore.backup(ofDataIn: "\(directory)/nowhere", to: "\(directory)/b")
            }
            #expect(!FileManager.default.fileExists(atPath: "\(directory)/nowhere"))
        }
    }

    @Test("a damaged page, a wrong sum and a lost full text are reported")
    func integrity() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.ingest(["rye bread", "wheat"], into: business)
            #expect(try await store.integrityProblems().isEmpty)
            try await store.database.write { try $0.execute("UPDATE businesses SET chunk_count = 7") }
            #expect(try await store.integrityProblems().count == 2)
            try await store.database.write { transaction in
                try transaction.execute("UPDATE businesses SET chunk_count = 2")
                try transaction.execute("DELETE FROM fts_\(business)_docsize WHERE id = 1")
            }
            let problems = try await store.integrityProblems()
            #expect(problems.count == 1 && problems[0].contains("full text of business \(business)"))
        }
    }

    @Test("after compacting, nothing of what was deleted is in any file")
    func compact() async throws {
        try await withStore { store, directory in
            let business = try await store.makeBusiness()
            let secret = "xylophonequartz"
            try await store.ingest([secret], into: business)
            let conversation = try await store.openConversation(in: business, channel: .web).id
            _ = try await store.append(.user, "my \(secret)", to: conversation, in: business)
            #expect(try isFound(secret, in: directory))
            #expect(try await store.deleteBusiness(business))
            try await store.compact()
            #expect(try !isFound(secret, in: directory))
            #expect(try await store.integrityProblems().isEmpty)
            _ = try await store.makeBusiness()
        }
    }

    @Test("statistics count everything there is")
    func statistics() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.ingest(["rye bread", "wheat"], into: business)
            _ = try await store.accept(DocumentUpload(business: business, filename: "x", content: [9]))
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let message = try await store.append(.user, "rye?", to: conversation, in: business)
            _ = try await store.record(Sample.answer(), receipt: Sample.receipt(in: business), to: message)
            _ = try await store.append(.user, "wheat?", to: conversation, in: business)
            let statistics = Dictionary(uniqueKeysWithValues: try await store.statistics().map { ($0.name, $0.value) })
            let expected = [
                "frontdesk_businesses": 1, "frontdesk_chunks": 2, "frontdesk_conversations": 1, "frontdesk_messages": 3,
                "frontdesk_messages_waiting": 1, "frontdesk_ingest_jobs": 1, "frontdesk_ingest_jobs_waiting": 1,
                "frontdesk_documents": 2, "frontdesk_documents_queued": 1, "frontdesk_documents_processing": 0,
                "frontdesk_documents_ready": 1, "frontdesk_documents_failed": 0, "frontdesk_documents_cancelled": 0,
                "frontdesk_outbox_pending": 0, "frontdesk_outbox_dead": 0,
            ]
            #expect(statistics == expected)
        }
    }

    private func isFound(_ text: String, in directory: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: directory).contains { file in
            try Data(contentsOf: URL(filePath: "\(directory)/\(file)")).range(of: Data(text.utf8)) != nil
        }
    }
}
