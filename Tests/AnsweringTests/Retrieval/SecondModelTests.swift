import Answering
import DeskModel
import Logging
import Synchronization
import Testing

/// Sees two groups of texts, those that hold one of the words and the others, and notes what it was asked.
private final class WordEmbedder: Embedder {
    let modelID = "all-MiniLM-L6-v2@test"
    let dimension = 2
    let maximumTokens = 256
    private let words: [String]
    private let fails: Bool
    private let asked = Mutex<[String]>([])

    init(_ words: [String], fails: Bool = false) { (self.words, self.fails) = (words, fails) }

    var questions: [String] { asked.withLock { $0 } }

    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        if purpose == .query { asked.withLock { $0 += texts } }
        if fails { throw ModelError(.failed, "out of order") }
        return texts.map { text in words.contains { text.lowercased().contains($0) } ? [1, 0] : [0, 1] }
    }
    func tokenCount(of text: String) -> Int { 1 }
}

private struct TwoModels: ModelCatalog {
    /// Its name decides which weights are used.
    struct First: Embedder {
        let modelID = "multilingual-e5-small@test"
        var dimension: Int { inner.dimension }
        var maximumTokens: Int { inner.maximumTokens }
        private let inner = HashingEmbedder()
        func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
            try await inner.embed(texts, for: purpose)
        }
        func tokenCount(of text: String) -> Int { inner.tokenCount(of: text) }
    }

    let first = First()
    let second: WordEmbedder

    func embedder(for business: Business) async throws -> any Embedder { first }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
    func rerankingModel(beside modelID: String) async -> RerankingModel? {
        modelID == first.modelID ? RerankingModel(embedder: second, language: "en") : nil
    }
}

@Suite("A second model's say in the order of passages")
struct SecondModelTests {
    private static let documents: [TestDesk.Document] = [
        .init(id: "towels", title: "Towels", text: "Towels for the bath are changed each day of the stay."),
        .init(id: "parking", title: "Parking", text: "Guests leave their vehicles behind the house for the stay."),
        .init(id: "garden", title: "Garden", text: "The garden behind the house is open each day."),
    ]
    private static let question = "Where do I put my car during the stay each day?"

    private func order(_ second: WordEmbedder, _ question: String, isStored: Bool = true) async throws -> [String] {
        let models = TwoModels(second: second)
        let desk = try await TestDesk(
            Self.documents, documentEmbedder: models.first, models: models, reranking: isStored ? second : nil)
        return try await desk.answerer.search(question, in: desk.business, limit: 9).map(\.chunk.document)
    }

    @Test("a passage that the second model finds near comes before one that shares more words")
    func decides() async throws {
        let blind = try await order(WordEmbedder([]), Self.question, isStored: false)
        #expect(blind.first == "towels")
        #expect(try await order(WordEmbedder(["car", "vehicles"]), Self.question).first == "parking")
    }

    @Test("a second model that fails, or has seen none of the passages, changes nothing", arguments: [true, false])
    func withoutIt(fails: Bool) async throws {
        let plain = try await order(WordEmbedder([]), Self.question, isStored: false)
        let second = WordEmbedder(["car", "vehicles"], fails: fails)
        #expect(try await order(second, Self.question, isStored: false) == plain)
        #expect(second.questions == [Self.question])
    }

    @Test("a question in a language that the second model does not know is not put to it")
    func otherLanguage() async throws {
        let second = WordEmbedder(["car", "vehicles", "coche"])
        _ = try await order(second, "¿Dónde puedo dejar el coche durante la estancia, por favor?")
        #expect(second.questions.isEmpty)
    }

    @Test("the console shows the second model's part where it was asked, and none where it was not")
    func console() async throws {
        func parts(isStored: Bool) async throws -> [RetrievalExplanation.Part] {
            let second = WordEmbedder(["car", "vehicles"])
            let models = TwoModels(second: second)
            let desk = try await TestDesk(
                Self.documents, documentEmbedder: models.first, models: models, reranking: isStored ? second : nil)
            let found = try await desk.answerer.explain(
                AnswerRequest(business: desk.business, question: Self.question), limit: 3)
            return try #require(found.candidates.first { $0.passage.chunk.document == "parking" }).parts
        }
        let asked = try #require(try await parts(isStored: true).first { $0.name == "second model" })
        #expect(asked.value > 0.99 && asked.weight > 0)
        #expect(try await !parts(isStored: false).contains { $0.name == "second model" })
    }
}
