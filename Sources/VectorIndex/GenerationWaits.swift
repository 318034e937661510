/// Who waits for an index to reach a generation, and what was waited for in vain.
struct GenerationWaits: Sendable {
    private var waiting: [Int: (generation: Int64, arrival: AsyncStream<Void>.Continuation)] = [:]
    /// How many waits were begun.
    private(set) var begun = 0
    /// The lowest generation that was waited for in vain and has not come.
    private var overdue: Int64?

    /// Whether nobody waits.
    var isEmpty: Bool { waiting.isEmpty }

    /// Whether to wait for a generation. One that follows another that was waited for in vain comes after that, so an
    /// index that is behind for long holds up nobody until it has made up for that.
    func isWorthwhile(_ generation: Int64) -> Bool { overdue.map { generation < $0 } ?? true }

    /// Begins a wait.
    ///
    /// - Returns: what to end it by, and a stream without elements, which ends when the generation is reached.
    mutating func begin(_ generation: Int64) -> (ticket: Int, arrival: AsyncStream<Void>) {
        let (arrival, arrives) = AsyncStream.makeStream(of: Void.self)
        begun += 1
        waiting[begun] = (generation, arrives)
        return (begun, arrival)
    }

    /// Forgets a wait that is over.
    mutating func end(_ ticket: Int) { waiting[ticket] = nil }

    /// Ends the waits for generations up to this one.
    mutating func reached(_ generation: Int64) {
        if let overdue, overdue <= generation { self.overdue = nil }
        for (ticket, waiter) in waiting where waiter.generation <= generation {
            waiter.arrival.finish()
            waiting[ticket] = nil
        }
    }

    /// Notes that a generation was waited for in vain.
    mutating func giveUp(_ generation: Int64) { overdue = min(overdue ?? generation, generation) }

    /// Ends all waits, for there is nothing more to wait for.
    mutating func endAll() {
        for waiter in waiting.values { waiter.arrival.finish() }
        waiting = [:]
    }
}
