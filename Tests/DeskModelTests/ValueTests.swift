import DeskModel
import Testing

@Suite("Values")
struct ValueTests {
    @Test("ids made in one process never repeat and never go backwards, even when the clock does")
    func identifiersAscend() {
        var previous = UUIDv7.next(now: Timestamp(milliseconds: 2_000))
        for step in 0..<10_000 {
            let next = UUIDv7.next(now: Timestamp(milliseconds: step.isMultiple(of: 7) ? 1_000 : 2_000))
            #expect(next > previous)
            #expect(UUIDv7.isValid(next))
            previous = next
        }
    }

    @Test("anything that is no UUID is refused", arguments: ["", "1", "' OR 1=1", String(repeating: "a", count: 36)])
    func foreignTextIsNoIdentifier(text: String) {
        #expect(!UUIDv7.isValid(text))
    }

    @Test("a timestamp reads as RFC 3339 in UTC with milliseconds")
    func timestampReadsAsText() {
        #expect(Timestamp(milliseconds: 1_704_110_400_123).iso8601 == "2024-01-01T12:00:00.123Z")
    }

    @Test("a quantised vector keeps its inner products within one percent")
    func quantisedProducts() {
        let vector = (0..<384).map { Float(($0 * 7919) % 101 - 50) / 1000 }
        let exact = vector.reduce(Float(0)) { $0 + $1 * $1 }
        #expect(abs(QuantizedVector(vector).dot(vector) - exact) < 0.01 * exact)
    }

    @Test("a term in every chunk weighs less than one in few, and never less than nothing")
    func rareTermsWeighMore() {
        let statistics = TermStatistics(chunks: 100, chunksWithTerm: ["the": 100, "refund": 2])
        #expect(statistics.inverseDocumentFrequency(of: "the") >= 0)
        #expect(statistics.inverseDocumentFrequency(of: "refund") > statistics.inverseDocumentFrequency(of: "the"))
    }
}

@Suite struct TimelineTests {
    private func note(_ id: String, at time: Int64) -> TimelineEntry {
        let moment = Timestamp(milliseconds: time)
        let note = Note(
            id: id, business: BusinessID(1), conversation: "c", author: "a", text: "t", createdAt: moment,
            updatedAt: moment)
        return TimelineEntry(at: moment, content: .note(note))
    }

    @Test("L21: entries of all sources are merged newest first, those of one moment by id, and no more than wanted")
    func merging() {
        let merged = Timeline.merge(
            [[note("b", at: 9), note("a", at: 2)], [], [note("c", at: 9), note("d", at: 5)]], limit: 3)
        #expect(merged.map(\.id) == ["c", "b", "d"])
        #expect(Timeline.merge([[note("a", at: 1)]], limit: 0).isEmpty)
    }

    @Test("every id of a moment is smaller than its bound, every id of a later one is not")
    func bounds() {
        for time in [0, 1_760_000_000_000] as [Int64] {
            let moment = Timestamp(milliseconds: time)
            let bound = UUIDv7.bound(after: moment)
            #expect(UUIDv7.isValid(bound))
            let digits = String(time, radix: 16)
            let prefix = String(repeating: "0", count: 12 - digits.count) + digits
            #expect("\(prefix.prefix(8))-\(prefix.suffix(4))-7fff-bfff-ffffffffffff" < bound)
        }
        let later = UUIDv7.next()
        #expect(later >= UUIDv7.bound(after: Timestamp.now().advanced(byMilliseconds: -1_000)))
    }
}
