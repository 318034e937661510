import DequeModule
import DeskModel
import Foundation

/// Batches waiting for a worker: queries, which a customer waits for, go ahead of passages. Bounded.
///
/// `@unchecked Sendable`: everything mutable is touched under `condition`. A condition is used and not a `Mutex`, because
/// the workers are threads of their own that must sleep until there is work.
final class EmbeddingQueue: @unchecked Sendable {
    struct Item {
        let batch: EmbeddingBatch
        let index: Int
    }

    /// The batches of one purpose, the first of them begun.
    private struct Line {
        let capacity: Int
        var batches: Deque<EmbeddingBatch> = []
        /// Texts of the first batch that were handed out.
        var taken = 0
        /// Texts not handed out.
        var waiting = 0

        mutating func next() -> Item? {
            guard let batch = batches.first else { return nil }
            defer {
                taken += 1
                waiting -= 1
                if taken == batch.texts.count { drop(0) }
            }
            return Item(batch: batch, index: batch.order[taken])
        }

        mutating func remove(_ batch: EmbeddingBatch) {
            if let position = batches.firstIndex(where: { $0 === batch }) { drop(position) }
        }

        private mutating func drop(_ position: Int) {
            let batch = batches.remove(at: position)
            waiting -= batch.texts.count
            guard position == 0 else { return }
            waiting += taken
            taken = 0
        }
    }

    private let condition = NSCondition()
    private var queries: Line
    private var passages: Line
    private var isClosed = false

    /// - Parameters:
    ///   - queryCapacity: texts of waiting queries from which on another call is refused.
    ///   - passageCapacity: the same of passages.
    init(queryCapacity: Int, passageCapacity: Int) {
        queries = Line(capacity: queryCapacity)
        passages = Line(capacity: passageCapacity)
    }

    /// Adds a batch of one text or more. A long one is taken whole: its caller holds the texts in any case.
    ///
    /// - Throws: `ModelError.overloaded` when the batches before it fill the line.
    func add(_ batch: EmbeddingBatch) throws(ModelError) {
        condition.lock()
        defer { condition.unlock() }
        let line = batch.purpose == .query ? \EmbeddingQueue.queries : \.passages
        guard !isClosed, self[keyPath: line].waiting < self[keyPath: line].capacity else {
            throw ModelError(.overloaded, "\(self[keyPath: line].waiting) texts wait to be embedded already")
        }
        self[keyPath: line].batches.append(batch)
        self[keyPath: line].waiting += batch.texts.count
        if batch.texts.count == 1 { condition.signal() } else { condition.broadcast() }
    }

    /// Takes out what is left of a batch that nobody waits for any more.
    func remove(_ batch: EmbeddingBatch) {
        condition.lock()
        defer { condition.unlock() }
        if batch.purpose == .query { queries.remove(batch) } else { passages.remove(batch) }
    }

    /// The text that is next; sleeps until there is one. - Returns: `nil` when closed.
    func next() -> Item? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let item = queries.next() ?? passages.next() { return item }
            if isClosed { return nil }
            condition.wait()
        }
    }

    /// Lets the workers end once all that was added is done.
    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        condition.broadcast()
    }
}
