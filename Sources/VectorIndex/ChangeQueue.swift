import DeskModel

/// Puts changes, which may come doubled, late or out of order, into the order of their generations.
struct ChangeQueue: Sendable {
    /// What to do next.
    enum Step: Sendable {
        /// All that came is in the index.
        case nothing
        /// This change comes next; it was taken out.
        case apply(IndexChange)
        /// The change that comes next is missing.
        case gap
        /// The next change belongs to another model than the index's.
        case otherModel
    }

    private var waiting: [Int64: IndexChange] = [:]

    /// The latest generation waiting.
    var latest: Int64? { waiting.keys.max() }

    mutating func add(_ change: IndexChange) { waiting[change.generation] = change }

    /// Drops what an index of this generation and model has already, and says what follows.
    mutating func next(after generation: Int64, modelID: String) -> Step {
        remove(through: generation)
        guard !waiting.isEmpty else { return .nothing }
        guard generation < .max, let change = waiting[generation + 1] else { return .gap }
        guard change.modelID == modelID else { return .otherModel }
        waiting[generation + 1] = nil
        return .apply(change)
    }

    /// Whether every change after one generation up to another waits here.
    func bridges(from old: Int64, to new: Int64) -> Bool {
        // A damaged file may claim any generation, so their distance may overflow.
        let (distance, overflows) = new.subtractingReportingOverflow(old)
        guard old <= new, !overflows, distance <= waiting.count else { return false }
        return old == new || (old + 1...new).allSatisfy { waiting[$0] != nil }
    }

    mutating func remove(through generation: Int64) {
        waiting = waiting.filter { $0.key > generation }
    }

    mutating func removeAll() { waiting = [:] }
}
