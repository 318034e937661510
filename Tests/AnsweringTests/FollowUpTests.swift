import Answering
import DeskModel
import Testing

@Suite("Questions that lean on what was said")
struct FollowUpTests {
    @Test(
        "a follow-up without its topic is looked up with it",
        arguments: [
            ("How much does parking cost?", "Can it be reserved?", "parking"),
            ("When does the pool open?", "And for children?", "pool"),
            ("Are dogs allowed in the hotel?", "What about cats?", "dogs"),
        ])
    func carriesTopic(first: String, second: String, document: String) async throws {
        let desk = try await TestDesk(Hotel.documents)
        let history = [TestDesk.message(.user, first), TestDesk.message(.assistant, "See our papers.")]
        let receipt = try await desk.receipt(second, history: history)
        #expect(receipt.question == second)
        #expect(receipt.query != second)
        #expect(receipt.sources.first?.document == document)
    }

    @Test("a question that stands alone is searched as it is")
    func standsAlone() async throws {
        let desk = try await TestDesk(Hotel.documents)
        let history = [TestDesk.message(.user, "How much does parking cost?")]
        let receipt = try await desk.receipt("When was the hotel built by its shipowner?", history: history)
        #expect(
            receipt.query == "When was the hotel built by its shipowner?"
                || receipt.sources.first?.document == "history")
        #expect(
            try await desk.receipt("What does a massage cost in the spa?", history: history).query
                == "What does a massage cost in the spa?")
    }

    @Test("a topic two turns back is still known")
    func twoTurns() async throws {
        let desk = try await TestDesk(Hotel.documents)
        let history = ["How much does the sauna cost?", "And when?"].map { TestDesk.message(.user, $0) }
        #expect(try await desk.receipt("And a massage?", history: history).query.contains("sauna"))
    }

    @Test("small talk carries no topic, and a long history costs nothing")
    func bounded() async throws {
        let desk = try await TestDesk(Hotel.documents)
        let thanks = [TestDesk.message(.user, "thanks")]
        #expect(try await desk.receipt("What about it?", history: thanks).query == "What about it?")
        let long = (0..<500).map { TestDesk.message(.user, String(repeating: "word\($0) ", count: 300)) }
        #expect(try await desk.receipt("And it?", history: long).query.count < 3_000)
    }
}
