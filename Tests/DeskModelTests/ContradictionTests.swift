import DeskModel
import Testing

@Suite("Contradictions as they are shown")
struct ContradictionTests {
    private func side(_ value: String, _ effective: Int64?) -> Contradiction.Side {
        Contradiction.Side(
            document: value, title: value, page: 1, quote: value, value: value,
            effectiveAt: effective.map(Timestamp.init(milliseconds:)))
    }

    @Test("the side that was yet to take effect comes first once it has")
    func standing() {
        let found = Contradiction(subject: "price", newer: side("20", 100), older: side("25", 1_000))
        #expect(found.standing(at: Timestamp(milliseconds: 999)) == found)
        let later = found.standing(at: Timestamp(milliseconds: 1_000))
        #expect(later.newer.value == "25" && later.older.value == "20")
        #expect(later.standing(at: Timestamp(milliseconds: 2_000)) == later)
        let undated = Contradiction(subject: "price", newer: side("20", nil), older: side("25", 1_000))
        #expect(undated.standing(at: Timestamp(milliseconds: 1_000)).newer.value == "25")
        let same = Contradiction(subject: "price", newer: side("20", 100), older: side("25", 100))
        #expect(same.standing(at: Timestamp(milliseconds: 5_000)) == same)
    }
}
