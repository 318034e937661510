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
