import DequeModule
import DeskModel
import Foundation

/// Texts waiting for a worker: queries, which a customer waits for, go ahead of passages. Bounded.
///
/// `@unchecked Sendable`: everything mutable is touched under `condition`. A condition is used and not a `Mutex`, because
/// the workers are threads of their own that must sleep until there is work.
final class EmbeddingQueue: @unchecked Sendable {
    struct Item {
        let batch: EmbeddingBatch
        let index: Int
        let purpose: EmbeddingPurpose
    }

    private let condition = NSCondition()
    private let capacity: Int
    private var queries: Deque<Item> = []
    private var passages: Deque<Item> = []
    private var isClosed = false

    init(capacity: Int) { self.capacity = capacity }

    /// - Throws: `ModelError.overloaded` when it would hold more than `capacity` texts of that purpose.
    func add(_ batch: EmbeddingBatch, for purpose: EmbeddingPurpose) throws(ModelError) {
        condition.lock()
        defer { condition.unlock() }
        let waiting = purpose == .query ? queries.count : passages.count
        guard !isClosed, waiting + batch.texts.count <= capacity else {
            throw ModelError(.overloaded, "\(waiting) texts wait to be embedded already")
        }
        for index in batch.texts.indices {
            let item = Item(batch: batch, index: index, purpose: purpose)
            if purpose == .query { queries.append(item) } else { passages.append(item) }
        }
        condition.broadcast()
    }

    /// The next text that somebody still waits for; sleeps until there is one. - Returns: `nil` when closed.
    func next() -> Item? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            while let item = queries.popFirst() ?? passages.popFirst() {
                if !item.batch.isOver { return item }
            }
            if isClosed { return nil }
            condition.wait()
        }
    }

    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        condition.broadcast()
    }
}
