import Answering
import DeskModel
import Logging
import Testing

/// Finds nothing, and notes what it was asked for.
private actor NotingVectorSearch: VectorSearch {
    private(set) var generations: [Int64?] = []

    func search(
        _ vector: [Float], of modelID: String?, in business: BusinessID, limit: Int, allowing: Set<ChunkID>?,
        atLeast generation: Int64?
    ) -> [ScoredChunk] {
        generations.append(generation)
        return []
    }
    func apply(_ change: IndexChange) {}
    func drop(_ business: BusinessID) {}
}

@Suite("Questions while documents come in")
struct FreshVectorsTests {
    @Test("vectors are to be as new as what full text has seen, whatever the business was when the turn began")
    func generation() async throws {
        let search = NotingVectorSearch()
        let answerer = Answerer(
            models: Catalog(embedder: HashingEmbedder(), model: nil), passages: InMemoryPassageStore(generation: 7),
            vectorSearch: search, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let business = Business(
            id: BusinessID(1), name: "Harbour Hotel", settings: BusinessSettings(), createdAt: .now(), generation: 3)
        _ = try await answerer.search("When does the pool open?", in: business, limit: 5)
        #expect(await search.generations == [7])
        _ = try await answerer.answer(AnswerRequest(business: business, question: "When does the pool open?"))
        #expect(await search.generations.dropFirst().allSatisfy { $0 == 7 })
        #expect(await search.generations.count > 1)
    }
}
