import DeskModel

/// A business's place in the service: its index and what is under way for it. Only the service's actor touches it.
final class IndexSlot {
    /// An index with its state as of the last change, so that the actor need not ask the shim, which may block.
    struct Serving: Sendable {
        let index: FaissIndex
        var status: FaissIndex.Status
    }

    /// What a file holds.
    struct Stamp: Hashable {
        let generation: Int64
        let graphed: Int
    }

    let business: BusinessID
    var serving: Serving? {
        didSet { if let serving { waits.reached(serving.status.generation) } else { waits.endAll() } }
    }
    /// Searches that wait for changes to be served.
    var waits = GenerationWaits()
    var changes = ChangeQueue()
    /// The index has to be built from its source, whatever it serves meanwhile.
    var isStale = false
    /// Brings the index in line with its changes, while there is something to do, and gives what is served then: the
    /// index may be let go again before those who wait get their turn.
    var work: Task<Serving?, Never>?
    /// Why the last work ended early.
    var failure: (any Error)?
    /// Changes that could not be made, by their generations, for those who wait for them.
    var rejected: [Int64: any Error] = [:]
    var graphing: Task<Void, Never>?
    var saving: Task<Void, Never>?
    /// What the file holds; `nil` when unknown.
    var saved: Stamp?
    var changedAt: ContinuousClock.Instant = .now
    var checkedAt: ContinuousClock.Instant = .now
    /// Larger is later.
    var lastUse: UInt64 = 0

    init(_ business: BusinessID) { self.business = business }

    /// What a file would hold if it were written now; `nil` without an index.
    var stamp: Stamp? {
        serving.map { Stamp(generation: $0.status.generation, graphed: $0.status.graphed) }
    }

    var isUnsaved: Bool { stamp != nil && stamp != saved }

    /// Whether what is served is older than a generation.
    func lacks(_ generation: Int64) -> Bool { serving.map { $0.status.generation < generation } ?? false }
}
