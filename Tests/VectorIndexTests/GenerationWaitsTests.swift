import Testing

@testable import VectorIndex

@Suite("Waits for generations", .timeLimit(.minutes(1)))
struct GenerationWaitsTests {
    @Test("a generation ends the waits for it and for those before, and no other")
    func reached() async {
        var waits = GenerationWaits()
        let earlier = waits.begin(4).arrival
        let same = waits.begin(5).arrival
        let later = waits.begin(6).ticket
        waits.reached(5)
        for await _ in earlier {}
        for await _ in same {}
        #expect(!waits.isEmpty)
        waits.end(later)
        #expect(waits.isEmpty)
    }

    @Test("all that follows what was waited for in vain is in vain, too, until that has come")
    func overdue() {
        var waits = GenerationWaits()
        #expect(waits.isWorthwhile(.max))
        waits.giveUp(5)
        waits.giveUp(7)
        #expect(waits.isWorthwhile(4))
        for generation in 5...Int64(8) { #expect(!waits.isWorthwhile(generation)) }
        waits.reached(4)
        #expect(!waits.isWorthwhile(5))
        waits.reached(5)
        #expect(waits.isWorthwhile(6))
    }

    @Test("ending all waits ends each")
    func endAll() async {
        var waits = GenerationWaits()
        let arrival = waits.begin(.max).arrival
        waits.endAll()
        for await _ in arrival {}
        #expect(waits.isEmpty)
    }
}
