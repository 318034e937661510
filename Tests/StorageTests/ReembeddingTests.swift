import DeskModel
import Testing

@testable import Storage

/// Vectors of a model that is to take over.
@Suite struct ReembeddingTests {
    private func vectors(_ chunk: ChunkID) -> ChunkVectors {
        ChunkVectors(chunk: chunk, vector: [1, 0, 0, 0], sentenceVectors: [QuantizedVector([1, 0, 0, 0])])
    }

    @Test("a business changes to another model when every chunk has its vectors, and not before")
    func change() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let (_, ingested) = try await store.ingest(["rye bread", "wheat bread"], into: business)
            let lacking = try await store.chunksLacking("model-2", in: business, limit: 9)
            #expect(lacking.map(\.chunk.id) == ingested.added.map(\.id))
            #expect(lacking.map(\.chunk.text) == ["rye bread", "wheat bread"])
            #expect(lacking.map(\.title) == ["Price list", "Price list"])

            try await store.store([vectors(lacking[0].chunk.id)], of: "model-2", in: business)
            #expect(try await store.serve("model-2", dimension: 4, in: business) == nil)
            #expect(try await store.business(business)?.servedModel == "model-1")
            #expect(
                try await store.passages([lacking[0].chunk.id], in: business)[0].sentenceVectors[0].codes.count
                    == Sample.dimension)

            try await store.store([vectors(lacking[1].chunk.id)], of: "model-2", in: business)
            let change = try #require(try await store.serve("model-2", dimension: 4, in: business))
            #expect(change.modelID == "model-2")
            #expect(change.generation == ingested.generation + 1)
            #expect(try await store.business(business)?.servedModel == "model-2")
            let set = try await store.vectorSet(of: business)
            #expect(set == VectorSet(modelID: "model-2", dimension: 4, generation: change.generation, count: 2))
            #expect(try await store.vectors(of: business, modelID: "model-1", after: 0, limit: 9).isEmpty)
            #expect(
                try await store.passages([lacking[0].chunk.id], in: business)[0].sentenceVectors[0].codes.count == 4)
        }
    }

    @Test("a document made with another model than serves the business waits for the change")
    func otherModel() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            _ = try await store.ingest(["rye bread"], into: business)
            let upload = DocumentUpload(business: business, filename: "b.txt", content: [66])
            let document = try await store.accept(upload).document.id
            let job = try #require(try await store.claimJob(now: .now(), lease: 60_000))
            let change = try await store.complete(
                job, with: Sample.result(["oat bread"], of: document, model: "model-2"))
            #expect(change.modelID == "model-1")
            #expect(change.added.isEmpty)
            #expect(try await store.business(business)?.servedModel == "model-1")
            // Its words are found all the same.
            #expect(try await store.fullText(["oat"], in: business, limit: 9).count == 1)
            #expect(try await store.chunksLacking("model-1", in: business, limit: 9).map(\.chunk.text) == ["oat bread"])
            #expect(try await store.chunksLacking("model-2", in: business, limit: 9).map(\.chunk.text) == ["rye bread"])
        }
    }

    @Test("a business without any other documents is served by its new document's model at once")
    func onlyDocument() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let (document, _) = try await store.ingest(["rye bread"], into: business)
            #expect(try await store.requeue(document, in: business))
            let job = try #require(try await store.claimJob(now: .now(), lease: 60_000))
            let change = try await store.complete(
                job, with: Sample.result(["rye bread"], of: document, model: "model-2"))
            #expect(change.modelID == "model-2")
            #expect(change.added.count == 1)
        }
    }

    @Test("vectors of chunks that are gone, or of another business's, are not stored")
    func foreignChunks() async throws {
        try await withStore { store, _ in
            let (mine, other) = (try await store.makeBusiness("mine"), try await store.makeBusiness("other"))
            let (document, ingested) = try await store.ingest(["rye bread"], into: mine)
            let chunk = try #require(ingested.added.first?.id)
            try await store.store([vectors(chunk)], of: "model-2", in: other)
            #expect(try await store.vectors(of: other, modelID: "model-2", after: 0, limit: 9).isEmpty)
            #expect(try await store.vectors(of: mine, modelID: "model-2", after: 0, limit: 9).isEmpty)
            #expect(try await store.chunksLacking("model-2", in: other, limit: 9).isEmpty)
            _ = try await store.delete(document, in: mine)
            try await store.store([vectors(chunk)], of: "model-2", in: mine)
            #expect(try await store.vectors(of: mine, modelID: "model-2", after: 0, limit: 9).isEmpty)
        }
    }

    @Test("vectors of a model that was wanted for a while only are forgotten")
    func forgotten() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let (_, ingested) = try await store.ingest(["rye bread"], into: business)
            let chunk = try #require(ingested.added.first?.id)
            for model in ["model-2", "model-3"] {
                try await store.store([vectors(chunk)], of: model, in: business)
            }
            try await store.forgetVectors(exceptOf: ["model-1", "model-3"], in: business)
            #expect(try await store.vectors(of: business, modelID: "model-1", after: 0, limit: 9).count == 1)
            #expect(try await store.vectors(of: business, modelID: "model-2", after: 0, limit: 9).isEmpty)
            #expect(try await store.vectors(of: business, modelID: "model-3", after: 0, limit: 9).count == 1)
        }
    }
}
