import Answering
import DeskModel
import Testing

@Suite("What the evidence leaves open of a question")
struct QuestionGapTests {
    private static let documents = [
        TestDesk.Document(
            id: "history", title: "History",
            text: "The hotel was built by Clara Jensen in 1923. It has never burnt. The tower was added by her son."),
        TestDesk.Document(id: "breakfast", title: "Breakfast", text: "Breakfast is included, champagne excluded."),
        TestDesk.Document(id: "pool", title: "Pool", text: "The pool opens at 7 am and closes at 9 pm."),
    ]

    private func part(_ name: String, of question: String) async throws -> Double {
        let desk = try await TestDesk(Self.documents)
        let inspection = try await desk.answerer.inspect(AnswerRequest(business: desk.business, question: question))
        let index = try #require(ConfidenceFeatures.names.firstIndex(of: name))
        return inspection.confidenceFeatures.values[index]
    }

    @Test("another name than the document's is seen, and the document's own is not")
    func names() async throws {
        #expect(try await part("strange names", of: "Was the hotel built by Clara Jensen?") == 0)
        #expect(try await part("strange names", of: "Was the hotel built by Olaf Jensen?") == 0.5)
        #expect(try await part("strange names", of: "WAS THE HOTEL BUILT BY OLAF JENSEN?") == 0)
    }

    @Test("another year than the document's is seen; the document's own and a customer's own numbers are not")
    func years() async throws {
        #expect(try await part("strange years", of: "What was built by Clara in 1923?") == 0)
        #expect(try await part("strange years", of: "What was built by Clara in 1832?") == 0.5)
        #expect(try await part("strange years", of: "Does the pool open for 12 people, or 1500?") == 0)
    }

    @Test("a denial that the document does not make stands alone")
    func denial() async throws {
        #expect(try await part("denial", of: "Who built the tower?") == 0)
        #expect(try await part("denial", of: "Who didn't build the tower?") == 1)
        #expect(try await part("denial", of: "What has never burnt?") == 0)
        #expect(try await part("denial", of: "How do I get to the pool if I can't climb the tower?") == 0)
        #expect(try await part("denial", of: "Is the pool not open?") == 0)
        #expect(try await part("denial", of: "What is not part of breakfast?") == 0)
    }

    @Test("a question for a time is open where the evidence tells none")
    func kind() async throws {
        #expect(try await part("kind", of: "When does the pool open?") == 0)
        #expect(try await part("kind", of: "When was the tower added?") > 0.9)
        #expect(try await part("kind", of: "Tell me about the tower") == 0)
    }
}
