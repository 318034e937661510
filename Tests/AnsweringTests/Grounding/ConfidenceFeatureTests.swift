import Answering
import DeskModel
import Testing

@Suite("What tells a question that the documents answer from one that is only on their subject")
struct ConfidenceFeatureTests {
    private func part(_ name: String, of inspection: Inspection) throws -> Double {
        let index = try #require(ConfidenceFeatures.names.firstIndex(of: name))
        return inspection.confidenceFeatures.values[index]
    }

    /// A passage that is close to a question, among sixty others that are all as close as told.
    private func inspection(others: Float) async throws -> Inspection {
        var documents = [
            TestDesk.Document(id: "pump", title: "Pump", text: "The warranty of the pump is two years.")
        ]
        for number in 1...60 {
            documents.append(
                TestDesk.Document(
                    id: "manual\(number)", title: "Manual \(number)", text: "Step \(number) is on this sheet."))
        }
        var cosines: [String: Float] = [:]
        for document in documents {
            let cosine = document.id == "pump" ? 0.9 : others
            cosines[document.text] = cosine
            cosines[document.title + "\n" + document.text] = cosine
        }
        let embedder = ToldEmbedder(cosines: cosines)
        let desk = try await TestDesk(documents, embedder: embedder, documentEmbedder: embedder)
        return try await desk.answerer.inspect(
            AnswerRequest(business: desk.business, question: "How long is the warranty of the pump?"))
    }

    @Test("closeness to the question counts for less where all of the business's documents are as close")
    func oneSubject() async throws {
        let mixed = try await inspection(others: 0.78)
        let alike = try await inspection(others: 0.89)
        #expect(try part("sentence", of: mixed) == part("sentence", of: alike))
        #expect(try part("distinct", of: mixed) > 0.4)
        #expect(try part("distinct", of: alike) < 0.25)
        #expect(alike.confidence < mixed.confidence)
    }

    @Test("words that the documents lack are told, and having all of them is no merit")
    func fewWords() async throws {
        let desk = try await TestDesk([
            TestDesk.Document(id: "pool", title: "Pool", text: "The pool opens at 7 am and closes at 9 pm.")
        ])
        func few(_ question: String) async throws -> Double {
            try part(
                "few words",
                of: await desk.answerer.inspect(AnswerRequest(business: desk.business, question: question)))
        }
        #expect(try await few("When does the pool open?") == 0)
        #expect(try await few("Where can bicycles be rented?") == 0.6)
    }

    @Test("a passage that is ahead of the others is told from one of many alike, however few are asked for")
    func lead() async throws {
        func level(_ text: @Sendable (Int) -> String, limit: Int) async throws -> Double {
            let documents = (1...14).map { TestDesk.Document(id: "\($0)", title: "Sheet", text: text($0)) }
            let desk = try await TestDesk(documents)
            let request = AnswerRequest(business: desk.business, question: "When does the pool open?")
            return try part("level", of: await desk.answerer.inspect(request, limit: limit))
        }
        let alike: @Sendable (Int) -> String = { "The pool of house \($0) opens at 7 am." }
        let alone: @Sendable (Int) -> String = {
            $0 == 3 ? "The pool opens at 7 am." : "Bread of kind \($0) is sold here."
        }
        for limit in [1, 5, 50] {
            #expect(try await level(alike, limit: limit) > 0.1)
            #expect(try await level(alone, limit: limit) == 0)
        }
    }
}
