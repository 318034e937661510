import Answering
import DeskModel
import Testing

@Suite("Sentences chosen for a question in another language")
struct AcrossLanguagesTests {
    /// The sentences of one page, with the cosine each has with every question, weighed for a question.
    private func weighed(
        _ sentences: [(String, Float)], titled title: String = "Our shop", for question: String
    ) async throws -> [Inspection.Sentence] {
        let embedder = ToldEmbedder(cosines: Dictionary(sentences) { first, _ in first })
        let page = TestDesk.Document(
            id: "page", title: title, text: sentences.map { $0.0 }.joined(separator: "\n"))
        let desk = try await TestDesk([page], embedder: embedder, documentEmbedder: embedder)
        return try await desk.answerer.inspect(AnswerRequest(business: desk.business, question: question)).sentences
    }

    private func best(of sentences: [(String, Float)], for question: String) async throws -> String? {
        try await weighed(sentences, for: question).max { $0.score < $1.score }?.text
    }

    @Test(
        "of two that are as close, the one with a price answers a question for a price",
        arguments: [
            "¿Qué tarifa tiene el envío?", "Qual é o preço da entrega?", "Wie teuer ist der Versand?",
            "Quels sont les frais de livraison ?", "डिलीवरी की कीमत क्या है?", "டெலிவரி விலை என்ன?",
            "డెలివరీ ధర ఏమిటి?",
        ])
    func price(question: String) async throws {
        let sentences: [(String, Float)] = [
            ("Ask the parcel service where the box is.", 0.86), ("The parcel is $4.90 in this country.", 0.86),
        ]
        #expect(try await best(of: sentences, for: question) == sentences[1].0)
    }

    @Test("a question word for things asks for no names")
    func openQuestionWord() async throws {
        let sentences: [(String, Float)] = [
            ("The shop was founded by Marta Olsen.", 0.86), ("Payment is taken at the counter.", 0.88),
        ]
        #expect(try await best(of: sentences, for: "किस तरीके से भुगतान कर सकते हैं?") == sentences[1].0)
    }

    @Test("a word that both languages have from one origin outweighs a little closeness")
    func cognate() async throws {
        let sentences: [(String, Float)] = [
            ("The kitchen and its stores are down in the cellar.", 0.86), ("The reception is near the gate.", 0.84),
        ]
        #expect(try await best(of: sentences, for: "¿Dónde está la recepción del hotel?") == sentences[1].0)
        #expect(try await best(of: sentences, for: "¿Dónde están las escaleras?") == sentences[0].0)
    }

    @Test("closeness counts by what the closest sentence of the passage has")
    func standing() async throws {
        let sentences: [(String, Float)] = [
            ("The reception is near the gate.", 0.86), ("The kitchen is in the cellar.", 0.9),
            ("The garden is behind the house.", 0.8),
        ]
        let standing = try await weighed(sentences, for: "¿Dónde está la cocina?").map(\.features.standing)
        try #require(standing.count == 3)
        #expect(standing[1] == 1)
        #expect(standing[0] < 1 && standing[2] < standing[0] && standing[2] > 0)
    }

    @Test(
        "a question whose language is guessed wrongly is not taken for one in another language",
        arguments: ["O que a cafetaria serve?", "O que diz o manual?", "O que o seguro cobre?"])
    func misguessed(question: String) async throws {
        let sentences: [(String, Float)] = [
            ("As encomendas são entregues em três dias úteis.", 0.86),
            ("A loja não abre aos domingos e feriados.", 0.9),
        ]
        let weighed = try await self.weighed(sentences, titled: "A nossa loja", for: question)
        try #require(weighed.count == 2)
        #expect(weighed.allSatisfy { $0.features.standing == 0 })
    }

    @Test(
        "small words that two languages share do not hide that a question is in the other one",
        arguments: ["¿Cuándo me entregan la compra?", "Was kostet das Paket?", "A que horas abre a loja?"])
    func sharedWords(question: String) async throws {
        let sentences: [(String, Float)] = [
            ("The reception is near the gate.", 0.86), ("The kitchen is in the cellar.", 0.9),
        ]
        #expect(try await weighed(sentences, for: question).contains { $0.features.standing == 1 })
    }

    @Test("a question in the documents' language is weighed as ever")
    func sameLanguage() async throws {
        let sentences: [(String, Float)] = [
            ("The reception is near the gate.", 0.86), ("The kitchen is in the cellar.", 0.9),
        ]
        let weighed = try await self.weighed(sentences, for: "Where is the reception of this house?")
        #expect(weighed.count == 2)
        let weights = [2.0, 1.5, 1.0, 2.0, 0.8, 0.5, -2.0, 0.8]
        for sentence in weighed {
            #expect(sentence.features.standing == 0 && sentence.features.surviving == 0)
            let expected = zip(weights, sentence.features.values).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(sentence.score - expected) < 1e-12)
        }
    }
}
