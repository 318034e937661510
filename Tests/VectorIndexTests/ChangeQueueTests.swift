import DeskModel
import Testing

@testable import VectorIndex

@Suite("Change queue")
struct ChangeQueueTests {
    private func change(_ generation: Int64, model: String = "m") -> IndexChange {
        IndexChange(business: BusinessID(1), generation: generation, modelID: model, added: [], removed: [])
    }

    /// Takes changes out until there is none to apply; gives their generations and what then was to do.
    private func drain(_ queue: inout ChangeQueue, after generation: Int64) -> ([Int64], ChangeQueue.Step) {
        var taken: [Int64] = []
        while true {
            let step = queue.next(after: taken.last ?? generation, modelID: "m")
            guard case .apply(let change) = step else { return (taken, step) }
            taken.append(change.generation)
        }
    }

    @Test("changes that came in any order are made in the order of their generations")
    func order() {
        for order in [[4, 5, 6], [6, 5, 4], [5, 6, 4]] as [[Int64]] {
            var queue = ChangeQueue()
            for generation in order { queue.add(change(generation)) }
            let (taken, step) = drain(&queue, after: 3)
            #expect(taken == [4, 5, 6])
            guard case .nothing = step else {
                Issue.record("left with \(step)")
                continue
            }
        }
    }

    @Test("a change that the index has is passed over, and a doubled one is made once")
    func doubled() {
        var queue = ChangeQueue()
        for generation in [1, 2, 3, 4, 4] as [Int64] { queue.add(change(generation)) }
        #expect(drain(&queue, after: 3).0 == [4])
        #expect(queue.latest == nil)
    }

    @Test("a missing change is a gap until it comes")
    func gap() {
        var queue = ChangeQueue()
        queue.add(change(5))
        guard case .gap = queue.next(after: 3, modelID: "m") else {
            Issue.record("no gap")
            return
        }
        queue.add(change(4))
        #expect(drain(&queue, after: 3).0 == [4, 5])
    }

    @Test("a change of another model is not made")
    func otherModel() {
        var queue = ChangeQueue()
        queue.add(change(4, model: "n"))
        guard case .otherModel = queue.next(after: 3, modelID: "m") else {
            Issue.record("made")
            return
        }
    }

    @Test("changes bridge two generations only when none between is missing")
    func bridges() {
        var queue = ChangeQueue()
        for generation in [4, 5, 7] as [Int64] { queue.add(change(generation)) }
        #expect(queue.bridges(from: 3, to: 5))
        #expect(queue.bridges(from: 5, to: 5))
        #expect(!queue.bridges(from: 3, to: 7))
        #expect(!queue.bridges(from: 2, to: 5))
        #expect(!queue.bridges(from: 5, to: 3))
        #expect(!queue.bridges(from: 0, to: .max))
    }

    @Test("generations at the end of their range overflow nothing")
    func extremes() {
        var queue = ChangeQueue()
        queue.add(change(.max))
        queue.add(change(.min))
        guard case .nothing = queue.next(after: .max, modelID: "m") else {
            Issue.record("something is left")
            return
        }
    }
}
