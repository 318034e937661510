import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite struct BusinessTests {
    @Test("a business is found again with its name and every setting")
    func roundTrip() async throws {
        try await withStore { store, _ in
            let settings = BusinessSettings(
                greeting: "வணக்கம் \"friend\"", allowedOrigins: ["https://a.example"], answerThreshold: 0.4, topK: 7,
                color: "#aabbcc", embedding: ModelEndpoint(baseURL: "https://e.example/v1", apiKey: "k", model: "m"),
                languageModel: nil)
            let made = try await store.createBusiness(name: "Bäckerei", settings: settings).business
            #expect(try await store.business(made.id) == made)
            #expect(made.settings == settings)
        }
    }

    @Test("businesses are listed by id, page by page")
    func pages() async throws {
        try await withStore { store, _ in
            var ids: [BusinessID] = []
            for name in ["a", "b", "c"] { ids.append(try await store.makeBusiness(name)) }
            #expect(try await store.businesses(after: nil, limit: 2).map(\.id) == Array(ids[..<2]))
            #expect(try await store.businesses(after: ids[1], limit: 2).map(\.id) == [ids[2]])
            #expect(try await store.businesses(after: nil, limit: -1).isEmpty)
        }
    }

    @Test("an edit changes name and settings and tells what they were, and one that changes nothing is none")
    func edit() async throws {
        try await withStore { store, _ in
            let made = try await store.createBusiness(name: "Old", settings: BusinessSettings()).business
            let edit = try await store.editBusiness(made.id, version: 1) { business in
                business.name = "New"
                business.settings.topK = 3
            }
            #expect(edit.before == made)
            #expect(edit.after.name == "New" && edit.after.settings == BusinessSettings(topK: 3))
            #expect(edit.after.version == 2)
            #expect(try await store.business(made.id) == edit.after)
            let same = try await store.editBusiness(made.id, version: 2) { $0.name = "New" }
            #expect(same.before == edit.after && same.after == edit.after)
            await #expect(throws: StoreError.notFound) {
                try await store.editBusiness(BusinessID(99), version: nil) { $0.name = "X" }
            }
        }
    }

    @Test("an edit of an older version changes nothing, nor does one that fails, nor such a deletion")
    func staleEdit() async throws {
        try await withStore { store, _ in
            let id = try await store.makeBusiness("Old")
            let newest = try await store.editBusiness(id, version: 1) { $0.name = "New" }.after
            await #expect(throws: StoreError.stale) {
                try await store.editBusiness(id, version: 1) { $0.name = "Newer" }
            }
            await #expect(throws: StoreError.closed) {
                try await store.editBusiness(id, version: nil) { business in
                    business.name = "Newer"
                    throw StoreError.closed
                }
            }
            await #expect(throws: StoreError.stale) { try await store.deleteBusiness(id, version: 1) }
            #expect(try await store.business(id) == newest)
            #expect(try await store.deleteBusiness(id, version: newest.version))
            #expect(try await !store.deleteBusiness(id, version: 1))
        }
    }

    @Test("of many edits at once each is kept")
    func concurrentEdits() async throws {
        try await withStore { store, _ in
            let id = try await store.makeBusiness()
            let origins = (0..<40).map { "https://shop-\($0).example" }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for origin in origins {
                    group.addTask {
                        _ = try await store.editBusiness(id, version: nil) { business in
                            business.settings.allowedOrigins = (business.settings.allowedOrigins ?? []) + [origin]
                        }
                    }
                }
                try await group.waitForAll()
            }
            let stored = try #require(try await store.business(id))
            #expect(Set(stored.settings.allowedOrigins ?? []) == Set(origins))
            #expect(stored.version == origins.count + 1)
        }
    }

    @Test("deleting a business removes every row and table of it, and its number is never given again")
    func delete() async throws {
        try await withStore { store, _ in
            let kept = try await store.makeBusiness("kept")
            try await store.ingest(["rye bread"], into: kept)
            let before = try await store.rowCounts()
            let doomed = try await store.makeBusiness("doomed")
            try await store.ingest(["rye bread", "wheat bread"], into: doomed)
            _ = try await store.accept(DocumentUpload(business: doomed, filename: "b", content: [1, 2]))
            let conversation = try await store.openConversation(in: doomed, channel: .web)
            let message = try await store.append(.user, "hello", to: conversation.id, in: doomed)
            _ = try await store.record(Sample.answer(), receipt: Sample.receipt(in: doomed), to: message)

            #expect(try await store.deleteBusiness(doomed))
            #expect(try await store.rowCounts() == before)
            let tables = try await store.database.read { transaction in
                try transaction.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'fts!_\(doomed)%' ESCAPE '!'")
                    .count
            }
            #expect(tables == 0)
            #expect(try await store.deleteBusiness(doomed) == false)
            #expect(try await store.fullText(["rye"], in: kept, limit: 9).count == 1)
            #expect(try await store.makeBusiness("next") > doomed)
            #expect(try await store.integrityProblems().isEmpty)
        }
    }

    @Test("a server-wide setting is set, replaced and removed")
    func settings() async throws {
        try await withStore { store, _ in
            #expect(try await store.setting("admin") == nil)
            try await store.setSetting("admin", to: "1")
            try await store.setSetting("admin", to: "2")
            #expect(try await store.setting("admin") == "2")
            try await store.setSetting("admin", to: nil)
            #expect(try await store.setting("admin") == nil)
        }
    }
}
