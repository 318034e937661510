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

    @Test("an update changes name and settings, and nothing where there is no such business")
    func update() async throws {
        try await withStore { store, _ in
            var business = try await store.createBusiness(name: "Old", settings: BusinessSettings()).business
            business.name = "New"
            business.settings.topK = 3
            #expect(try await store.update(business) == business)
            #expect(try await store.business(business.id) == business)
            let unknown = Business(id: BusinessID(99), name: "X", settings: .init(), createdAt: .now())
            #expect(try await store.update(unknown) == nil)
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
