import DeskModel
import Foundation
import Testing

@Suite("The embedding model of a business")
struct EmbeddingChoiceTests {
    private func business(_ choice: EmbeddingModelChoice?, moved: AutomaticModel? = nil) -> Business {
        Business(
            id: BusinessID(1), name: "b", settings: BusinessSettings(embeddingModel: choice), createdAt: .now(),
            automaticModel: moved)
    }

    @Test("a choice is written as auto or the model's name, and anything else is refused by what is allowed")
    func coding() throws {
        let settings = try JSONDecoder().decode(
            BusinessSettings.self, from: Data(#"{"embedding_model": "auto"}"#.utf8))
        #expect(settings.embeddingModel == .automatic)
        let named = try JSONDecoder().decode(
            BusinessSettings.self, from: Data(#"{"embedding_model": "all-MiniLM-L6-v2"}"#.utf8))
        #expect(named.embeddingModel == .model(.english))
        let written = String(decoding: try JSONEncoder().encode(named), as: UTF8.self)
        #expect(written == #"{"embedding_model":"all-MiniLM-L6-v2"}"#)
        for text in ["", "Auto", "word2vec", "all-MiniLM-L6-v2@1"] {
            #expect(EmbeddingModelChoice(text) == nil)
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(
                    BusinessSettings.self, from: Data("{\"embedding_model\": \"\(text)\"}".utf8))
            }
        }
    }

    @Test("a model that is named is had, and languages do not change it")
    func named() {
        let seen = AutomaticModel(model: .multilingual, cause: .documents, language: "ta")
        let own = EmbeddingDecision(of: business(.model(.english), moved: seen), server: .automatic)
        #expect(own.model == "all-MiniLM-L6-v2" && !own.isAutomatic && own.cause == .business)
        let server = EmbeddingDecision(of: business(nil, moved: seen), server: .model(.english))
        #expect(server.model == "all-MiniLM-L6-v2" && !server.isAutomatic && server.cause == .server)
    }

    @Test(
        "automatic is the multilingual model, but on a server that prefers speed the English one until others are seen")
    func automatic() {
        for decision in [
            EmbeddingDecision(of: business(nil), server: .automatic),
            EmbeddingDecision(of: business(.automatic), server: .model(.multilingual)),
        ] {
            #expect(decision.model == "multilingual-e5-small" && decision.isAutomatic)
        }
        let fast = EmbeddingDecision(of: business(.automatic), server: .model(.english))
        #expect(fast.model == "all-MiniLM-L6-v2" && fast.start == .english && fast.cause == .english)
        let seen = AutomaticModel(model: .multilingual, cause: .questions, language: "ta")
        let moved = EmbeddingDecision(of: business(.automatic, moved: seen), server: .model(.english))
        #expect(moved.model == "multilingual-e5-small" && moved.reason.contains("(ta)"))
    }

    @Test(
        "what calls for the multilingual model: a document, or one language asked in again and again",
        arguments: [
            ([:], [:], nil), (["en": 90], ["en": 50], nil), (["en": 90, "und": 3], ["und": 99], nil),
            (["en": 90, "es": 1], [:], "es"), (["de": 1, "hi": 2], ["ta": 9], "hi"),
            (["en": 1], ["en": 20, "ta": 4], nil), (["en": 1], ["en": 20, "ta": 5], "ta"),
            (["en": 1], ["en": 100, "es": 6], nil), (["en": 1], ["en": 54, "es": 6], "es"),
            // Short English questions are guessed wrong now and then, each time otherwise.
            (["en": 1], ["en": 30, "nl": 3, "it": 4, "de": 2, "fr": 3, "es": 4], nil),
        ] as [([String: Int], [String: Int], String?)])
    func rule(documents: [String: Int], questions: [String: Int], language: String?) {
        let use = LanguageUse(documents: documents, questions: questions)
        let choice = AutomaticModel(seeing: use, startingWith: .english)
        #expect(choice?.language == language)
        #expect(choice.map(\.model) ?? .multilingual == .multilingual)
        #expect(AutomaticModel(seeing: use, startingWith: .multilingual) == nil)
    }
}
