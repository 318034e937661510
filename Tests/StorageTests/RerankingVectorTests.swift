import DeskModel
import Testing

@testable import Storage

@Suite("Vectors of a second model")
struct RerankingVectorTests {
    private func made(_ value: Float) -> QuantizedVector { QuantizedVector([value, 1 - value, 0]) }

    /// A document of two English chunks and one of an unknown language; only the first has a vector of `model`.
    private func store(_ store: SQLStore, in business: BusinessID, model: String) async throws -> [ChunkID] {
        let upload = DocumentUpload(business: business, filename: "a.txt", content: Array("\(business)".utf8))
        let document = try await store.accept(upload).document.id
        let job = try #require(try await store.claimJob(now: .now(), lease: 60_000))
        let texts = ["Rye bread", "Oat bread", "4711"]
        let plain = Sample.result(texts, of: document)
        let chunks = zip(plain.chunks, ["en", "en", "und"]).enumerated().map { index, pair in
            let (embedded, language) = pair
            let chunk = embedded.chunk
            return EmbeddedChunk(
                chunk: Chunk(
                    document: document, ordinal: chunk.ordinal, text: chunk.text, sectionPath: [], pages: chunk.pages,
                    characters: chunk.characters, sentences: chunk.sentences, terms: chunk.terms, language: language),
                vector: embedded.vector, sentenceVectors: embedded.sentenceVectors,
                rerankingVector: index == 0 ? RerankingVector(modelID: model, vector: made(0.25)) : nil)
        }
        let change = try await store.complete(
            job,
            with: IngestResult(
                title: plain.title, kind: .txt, pages: plain.pages, chunks: chunks, modelID: plain.modelID,
                dimension: plain.dimension, warnings: []))
        return change.added.map(\.id).sorted()
    }

    @Test("what lacks a vector is what is in the model's language and has none of it")
    func lacking() async throws {
        try await withStore { store, _ in
            let business = try await store.createBusiness(name: "Bakery", settings: .init()).business.id
            let ids = try await self.store(store, in: business, model: "mini@1")
            func lacking(_ model: String) async throws -> [ChunkID] {
                try await store.chunksLackingReranking(by: model, language: "en", in: business, limit: 9)
                    .map(\.chunk.id)
            }
            #expect(try await lacking("mini@1") == [ids[1]])
            #expect(try await lacking("mini@2") == [ids[0], ids[1]])
            try await store.storeReranking([(ids[1], made(0.5))], by: "mini@1", in: business)
            #expect(try await lacking("mini@1").isEmpty)
            let passages = try await store.passages(ids, in: business)
            #expect(passages.map(\.rerankingVector?.modelID) == ["mini@1", "mini@1", nil])
            #expect(passages[1].rerankingVector?.vector == made(0.5))
            // Another model's takes its place.
            try await store.storeReranking([(ids[0], made(0.75))], by: "mini@2", in: business)
            let replaced = try await store.passages([ids[0]], in: business).first?.rerankingVector
            #expect(replaced == RerankingVector(modelID: "mini@2", vector: made(0.75)))
        }
    }

    @Test("a vector of another business's chunk, or of one that is gone, is not kept")
    func scope() async throws {
        try await withStore { store, _ in
            let business = try await store.createBusiness(name: "Bakery", settings: .init()).business.id
            let other = try await store.createBusiness(name: "Other", settings: .init()).business.id
            let ids = try await self.store(store, in: business, model: "mini@1")
            try await store.storeReranking([(ids[1], made(0.5)), (9_999, made(0.5))], by: "mini@1", in: other)
            #expect(try await store.passages([ids[1]], in: business).first?.rerankingVector == nil)
            func count() async throws -> Int {
                try await store.database.read {
                    try $0.row("SELECT count(*) AS n FROM reranking_vectors")?.int("n") ?? -1
                }
            }
            #expect(try await count() == 1)
            let document = try #require(try await store.documents(in: business, after: nil, limit: 1).first)
            _ = try await store.delete(document.id, in: business)
            #expect(try await count() == 0)
        }
    }
}
