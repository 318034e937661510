import DeskModel
import Logging
import ServiceLifecycle

/// Saving, letting go, checking and linking: what goes on behind the searches.
extension VectorIndexService {
    /// Saves, evicts and checks in the background until graceful shutdown or cancellation, then saves what is unsaved.
    public func run() async throws {
        let interval = min(Duration.seconds(1), max(configuration.saveDelay / 2, .milliseconds(10)))
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: interval)
                await self.maintain()
            }
        }
        for slot in slots.values { slot.serving?.index.cancel() }
        await flush()
    }

    /// One round of what `run` does.
    func maintain() async {
        let now = ContinuousClock.now
        for slot in Array(slots.values) where slot.serving != nil && slot.work == nil {
            if slot.isUnsaved, now - slot.changedAt >= configuration.saveDelay { await save(slot) }
            if slot.isStale || now - slot.checkedAt >= configuration.checkInterval { await check(slot) }
        }
        keepToBudget()
    }

    /// Writes the slot's index to its file unless the file has it already. A failure is logged and tried again later.
    func save(_ slot: IndexSlot) async {
        while let saving = slot.saving { await saving.value }
        guard isCurrent(slot), slot.isUnsaved, let index = slot.serving?.index else { return }
        let business = slot.business
        let saving = Task {
            defer { slot.saving = nil }
            do {
                let (header, graphed) = try await keepers.run { [directory] in
                    let graphed = index.status.graphed
                    return (try directory.save(index, of: business), graphed)
                }
                guard slot.serving?.index === index else { return }
                slot.saved = .init(generation: header.generation, graphed: graphed)
            } catch {
                logger.warning("Index cannot be saved", metadata: metadata(slot, error))
                // Not before another while: the disk may be full.
                slot.changedAt = .now + .seconds(30)
            }
        }
        slot.saving = saving
        await saving.value
    }

    /// Asks the source whether the slot's index is what it should be, and has it rebuilt when not.
    private func check(_ slot: IndexSlot) async {
        slot.checkedAt = .now
        if !slot.isStale {
            // What was committed a moment ago may be on its way here.
            guard await isBehind(slot) else { return }
            try? await Task.sleep(for: configuration.gapPatience)
            guard slot.work == nil, await isBehind(slot), slot.work == nil else { return }
            slot.isStale = true
        }
        // Not waited for: a long rebuild of one business holds up nothing else.
        _ = work(on: slot)
    }

    private func isBehind(_ slot: IndexSlot) async -> Bool {
        guard let set = try? await source.vectorSet(of: slot.business), let serving = slot.serving else {
            return slot.serving != nil && isCurrent(slot)
        }
        return set.generation != serving.status.generation || set.modelID != serving.index.modelID
    }

    /// Lets the businesses longest unused go while more is held than may be.
    func keepToBudget() {
        guard evicting == nil, statistics.bytes > configuration.memoryBudget else { return }
        evicting = Task {
            await evict()
            evicting = nil
        }
    }

    /// Those opened while others are being saved have their turn, too: nobody asks for another round meanwhile.
    private func evict() async {
        var seen: Set<BusinessID> = []
        while true {
            let byUse = slots.values.filter { $0.serving != nil }.sorted { $0.lastUse < $1.lastUse }
            let candidates = byUse.dropLast().filter { !seen.contains($0.business) }
            if candidates.isEmpty { return }
            for slot in candidates {
                guard statistics.bytes > configuration.memoryBudget else { return }
                seen.insert(slot.business)
                await letGo(slot)
            }
        }
    }

    private func letGo(_ slot: IndexSlot) async {
        let lastUse = slot.lastUse
        guard slot.work == nil, slot.graphing == nil else { return }
        await save(slot)
        // Used again meanwhile, it stays; unsaved for a failure, it is built anew when needed.
        guard isCurrent(slot), slot.lastUse == lastUse, slot.work == nil, slot.waits.isEmpty else { return }
        slot.serving = nil
        slots[slot.business] = nil
        logger.debug("Index let go", metadata: metadata(slot))
    }

    /// Begins what the policy asks for the slot's graph.
    func maintainGraph(of slot: IndexSlot) {
        guard slot.graphing == nil, let serving = slot.serving else { return }
        switch policy.step(for: serving.status) {
        case .nothing: return
        case .reload: slot.isStale = true
        case .build: slot.graphing = Task { await buildGraph(of: slot, serving.index) }
        }
    }

    private func buildGraph(of slot: IndexSlot, _ index: FaissIndex) async {
        defer { slot.graphing = nil }
        do {
            let start = ContinuousClock.now
            let status = try await builders.run { [policy] in
                try index.buildGraph(policy.options)
                return index.status
            }
            guard let serving = slot.serving, serving.index === index else { return }
            // A change made since has brought a later state, with the graph in it.
            if status.generation >= serving.status.generation { slot.serving?.status = status }
            slot.changedAt = .now
            logger.info(
                "Graph built",
                metadata: metadata(slot).merging([
                    "desk.index.vectors": "\(status.count)",
                    "desk.index.seconds": "\((ContinuousClock.now - start).components.seconds)",
                ]) { $1 })
        } catch VectorIndexError.cancelled {
            logger.debug("Graph abandoned", metadata: metadata(slot))
        } catch {
            logger.error("Graph cannot be built", metadata: metadata(slot, error))
        }
    }
}
