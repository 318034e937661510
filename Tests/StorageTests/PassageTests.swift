import DeskModel
import Testing

@testable import Storage

@Suite struct PassageTests {
    @Test("passages come in the order asked for, with all that was stored of them")
    func order() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let texts = ["rye bread", "naïve café ☕️ line\nbreak", "wheat"]
            let (document, change) = try await store.ingest(texts, into: business)
            let ids = change.added.map(\.id)
            let asked = [ids[2], 999_999, ids[0], ids[1]]
            let passages = try await store.passages(asked, in: business)
            #expect(passages.map(\.chunk.id) == [ids[2], ids[0], ids[1]])
            let passage = passages[2]
            var expected = Sample.chunk(texts[1], ordinal: 1, of: document)
            expected.chunk.id = ids[1]
            #expect(passage.chunk == expected.chunk)
            #expect(passage.sentenceVectors == expected.sentenceVectors)
            #expect(passage.documentTitle == "Price list" && passage.documentVersion == 1)
            #expect(passage.chunk.sentences[0].text(in: passage.chunk.text) == texts[1])
            #expect(try await store.passages([], in: business).isEmpty)
            #expect(try await store.passages([ids[0], ids[0]], in: business).map(\.chunk.id) == [ids[0], ids[0]])
        }
    }

    @Test("vectors are read page by page in order of id, those of one model")
    func vectors() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let old = try await store.ingest(["one", "two"], into: business, model: "old")
            // The business goes on being served by the old model.
            try await store.ingest(["three"], into: business, model: "new")
            #expect(try await store.vectorSet(of: business)?.modelID == "old")
            #expect(try await store.vectorSet(of: business)?.count == 2)
            let first = try await store.vectors(of: business, modelID: "old", after: 0, limit: 1)
            let rest = try await store.vectors(of: business, modelID: "old", after: first[0].id, limit: 9)
            #expect((first + rest).map(\.id) == old.change.added.map(\.id))
            #expect((first + rest).map(\.vector) == old.change.added.map(\.vector))
            let last = try #require(rest.last)
            #expect(try await store.vectors(of: business, modelID: "old", after: last.id, limit: 9).isEmpty)
            let newer = try await store.vectors(of: business, modelID: "new", after: 0, limit: 9)
            #expect(newer.map(\.id).allSatisfy { $0 > last.id })
            #expect(newer.map(\.vector) == [Sample.vector(of: "three")])
        }
    }

    @Test("what full text finds comes with the generation that it was found in")
    func generation() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            func found() async throws -> FullTextMatches {
                try await store.fullTextMatches(["rye"], in: business, limit: 9, filter: .customers)
            }
            #expect(try await found().generation == store.vectorSet(of: business)?.generation)
            let (id, change) = try await store.ingest(["rye bread"], into: business)
            try await store.ingest(["rye cake"], into: other)
            #expect(try await found().generation == change.generation)
            #expect(try await found().chunks.map(\.id) == change.added.map(\.id))
            let deleted = try #require(await store.delete(id, in: business))
            let removal = try #require(deleted.change)
            #expect(try await found().generation == removal.generation)
            #expect(removal.generation == change.generation + 1)
            let nobody = try await store.fullTextMatches(["rye"], in: BusinessID(404), limit: 9, filter: .customers)
            #expect(nobody.generation == 0 && nobody.chunks.isEmpty)
        }
    }

    @Test("text with U+0000 in it keeps its length and all that follows")
    func nul() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let (id, change) = try await store.ingest(["rye\0bread and butter"], into: business)
            let passage = try #require(await store.passages(change.added.map(\.id), in: business).first)
            #expect(passage.chunk.text == "rye bread and butter")
            #expect(try await store.fullText(["butter"], in: business, limit: 9).count == 1)
            _ = try await store.delete(id, in: business)
            #expect(
                try await store.termStatistics(["butter", "rye"], in: business).chunksWithTerm == [
                    "butter": 0, "rye": 0,
                ])
        }
    }
}
