import Logging

/// Searches that know of a change before the index does.
extension VectorIndexService {
    /// Waits until the slot serves the generation, at most as long as `Configuration.changePatience`, and not at all
    /// for what was waited for in vain already.
    ///
    /// The store commits a change before it is handed on to `apply`: full text sees it at once, and a search that comes
    /// in between would find old documents by words and meaning, and the new one by words alone.
    ///
    /// - Throws: `CancellationError`.
    func wait(for generation: Int64, in slot: IndexSlot) async throws {
        guard isCurrent(slot), slot.lacks(generation), slot.waits.isWorthwhile(generation) else { return }
        let (ticket, arrival) = slot.waits.begin(generation)
        defer { slot.waits.end(ticket) }
        let isOver = await withTaskGroup(of: Bool.self) { [patience = configuration.changePatience] group in
            group.addTask {
                for await _ in arrival {}
                return true
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        try Task.checkCancellation()
        guard !isOver, slot.lacks(generation) else { return }
        slot.waits.giveUp(generation)
        // Another process may have made the change, and nobody here applies it: the next round of `maintain` asks.
        slot.checkedAt = .now - configuration.checkInterval
        logger.info(
            "Index is behind the database, and is searched as it is",
            metadata: metadata(slot).merging(["desk.index.generation": "\(generation)"]) { $1 })
    }
}
