import Testing

@testable import ChatServer

@Suite("Order of a form's questions")
struct QuestionOrderTests {
    private let asked = ["a", "b", "c"]

    @Test(
        "L25: a question is moved a step, and no further than the ends",
        arguments: [
            ("b", "up", ["b", "a", "c"]), ("b", "down", ["a", "c", "b"]), ("a", "up", ["a", "b", "c"]),
            ("c", "down", ["a", "b", "c"]),
        ])
    func step(moved: String, step: String, expected: [String]) {
        #expect(QuestionOrder.wanted(asked, ids: [], moved: moved, by: step) == expected)
    }

    @Test("L25: a whole order is taken as it is; one added meanwhile keeps its place behind it")
    func whole() {
        #expect(QuestionOrder.wanted(asked, ids: ["C", "a", "b"], moved: "", by: "") == ["c", "a", "b"])
        #expect(QuestionOrder.wanted(asked, ids: ["b", "a"], moved: "", by: "") == ["b", "a"])
    }

    @Test("What is no order of the form's questions is refused")
    func refused() {
        #expect(QuestionOrder.wanted(asked, ids: ["a", "a", "b"], moved: "", by: "") == nil)
        #expect(QuestionOrder.wanted(asked, ids: ["a", "x"], moved: "", by: "") == nil)
        #expect(QuestionOrder.wanted(asked, ids: [], moved: "x", by: "up") == nil)
        #expect(QuestionOrder.wanted(asked, ids: [], moved: "a", by: "sideways") == nil)
    }
}
