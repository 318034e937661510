import DeskModel
import Testing

@testable import ChatServer

@Suite("Recycle bin")
struct RecycleBinTests {
    private let one = BusinessID(1)
    private let start = ContinuousClock.now

    @Test("What was put in comes out once, and only for its own business")
    func takenOnce() {
        let bin = RecycleBin<String>(maximumCost: 10)
        #expect(bin.put("text", id: "a", of: one, cost: 4, now: start))
        #expect(bin.take("a", of: BusinessID(2), now: start) == nil)
        #expect(bin.take("a", of: one, now: start) == "text")
        #expect(bin.take("a", of: one, now: start) == nil)
    }

    @Test("The oldest makes room, and what is larger than the bin is not kept")
    func bounded() {
        let bin = RecycleBin<String>(maximumCost: 10)
        for id in ["a", "b", "c"] { bin.put(id, id: id, of: one, cost: 4, now: start) }
        #expect(!bin.put("large", id: "d", of: one, cost: 11, now: start))
        #expect(bin.take("a", of: one, now: start) == nil)
        #expect(bin.take("b", of: one, now: start) == "b")
        #expect(bin.take("c", of: one, now: start) == "c")
    }

    @Test("After its time it is gone")
    func expires() {
        let bin = RecycleBin<String>(maximumCost: 10, lifetime: .seconds(60))
        bin.put("text", id: "a", of: one, cost: 1, now: start)
        #expect(bin.take("a", of: one, now: start.advanced(by: .seconds(60))) == nil)
    }
}
