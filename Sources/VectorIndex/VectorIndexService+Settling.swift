import DeskModel
import Logging

/// Bringing an index in line with its source and the changes that came.
extension VectorIndexService {
    /// Loads or builds the slot's index if it has none, then makes its changes in order until none is left.
    ///
    /// - Returns: what is served now; `nil` when there is no such business, or for `slot.failure`.
    func settle(_ slot: IndexSlot) async -> IndexSlot.Serving? {
        defer { slot.work = nil }
        slot.failure = nil
        do {
            var waits = 0
            while isCurrent(slot) {
                guard let serving = slot.serving else {
                    guard try await open(slot) else { return forgotten(slot) }
                    continue
                }
                if slot.isStale {
                    guard try await rebuild(slot) else { return forgotten(slot) }
                    continue
                }
                switch slot.changes.next(after: serving.status.generation, modelID: serving.index.modelID) {
                case .nothing:
                    maintainGraph(of: slot)
                    keepToBudget()
                    return slot.serving
                case .apply(let change):
                    waits = 0
                    await make(change, in: slot, serving)
                case .gap where waits < 10:
                    // In steps, so that the change before is made soon after it came.
                    waits += 1
                    try? await Task.sleep(for: configuration.gapPatience / 10)
                case .gap, .otherModel:
                    slot.isStale = true
                }
            }
        } catch {
            logger.error("Index cannot be built", metadata: metadata(slot, error))
            slot.failure = error
            slot.changes.removeAll()
            // The service's check tries again when something is served; else the next search does.
            if slot.serving == nil { return forgotten(slot) }
            slot.isStale = true
        }
        return slot.serving
    }

    func isCurrent(_ slot: IndexSlot) -> Bool { slots[slot.business] === slot }

    func metadata(_ slot: IndexSlot, _ error: (any Error)? = nil) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["desk.business.id": "\(slot.business)"]
        if let error { metadata["error"] = "\(String(reflecting: error))" }
        return metadata
    }

    /// Keeps no trace of a business that is gone or never was, so that made-up ids take no memory.
    private func forgotten(_ slot: IndexSlot) -> IndexSlot.Serving? {
        slot.serving = nil
        if isCurrent(slot) { slots[slot.business] = nil }
        return nil
    }

    private func make(_ change: IndexChange, in slot: IndexSlot, _ serving: IndexSlot.Serving) async {
        let index = serving.index
        // A set that was empty may not have known its dimension.
        if serving.status.count == 0, change.added.contains(where: { $0.vector.count != index.dimension }) {
            slot.isStale = true
            return
        }
        do {
            let status = try await keepers.run {
                try index.update(generation: change.generation, removed: change.removed, added: change.added)
            }
            guard slot.serving?.index === index else { return }
            slot.serving?.status = status
            slot.changedAt = .now
        } catch {
            logger.error("Change cannot be made in the index", metadata: metadata(slot, error))
            slot.rejected[change.generation] = error
            slot.changes.remove(through: change.generation)
            // Nothing was changed. What follows meets a gap and has the index rebuilt; so does the next check.
            slot.checkedAt = .now - configuration.checkInterval
        }
    }

    /// Gives the slot its first index. - Returns: whether the business exists.
    private func open(_ slot: IndexSlot) async throws -> Bool {
        guard let set = try await source.vectorSet(of: slot.business) else { return false }
        if let index = await load(slot, set) {
            let status = try await keepers.run { index.status }
            install(.init(index: index, status: status), in: slot)
            slot.saved = slot.stamp
            return true
        }
        return try await rebuild(slot)
    }

    /// The index of the slot's file, when that is sound and as new as the set, or the changes waiting make it so.
    private func load(_ slot: IndexSlot, _ set: VectorSet) async -> FaissIndex? {
        let business = slot.business
        let changes = slot.changes
        do {
            return try await keepers.run { [directory] in
                try directory.load(business) { header in
                    guard header.modelID == set.modelID, header.dimension == max(1, set.dimension) else { return false }
                    if header.generation == set.generation { return header.count == set.count }
                    return changes.bridges(from: header.generation, to: set.generation)
                }
            }
        } catch {
            logger.warning("Index file is not usable and is rebuilt", metadata: metadata(slot, error))
            return nil
        }
    }

    /// Builds the index from its source beside what is served and swaps it in. - Returns: whether the business exists.
    private func rebuild(_ slot: IndexSlot) async throws -> Bool {
        let demanded = slot.changes.latest
        guard let fresh = try await build(slot) else { return false }
        slot.serving?.index.cancel()
        install(fresh, in: slot)
        slot.saved = nil
        slot.isStale = false
        if let demanded, demanded > fresh.status.generation {
            // They were announced as committed before the source was asked, and it knows nothing of them.
            logger.error("Changes are unknown to the database", metadata: metadata(slot))
            slot.changes.remove(through: demanded)
        }
        return true
    }

    private func install(_ serving: IndexSlot.Serving, in slot: IndexSlot) {
        guard isCurrent(slot) else { return }
        slot.serving = serving
        slot.changedAt = .now
        slot.checkedAt = .now
    }

    /// Reads all of a business's vectors. Pages are read one after the other while the set may go on changing, so it is
    /// read again until it stood still, or the changes that are waiting lead from its start to its end: making them
    /// again over what was read of them changes nothing.
    private func build(_ slot: IndexSlot) async throws -> IndexSlot.Serving? {
        guard var set = try await source.vectorSet(of: slot.business) else { return nil }
        var attemptsLeft = 3
        while true {
            let serving = try await read(set, of: slot.business)
            guard let now = try await source.vectorSet(of: slot.business) else { return nil }
            attemptsLeft -= 1
            let isBridged =
                now.modelID == set.modelID && now.dimension == set.dimension
                && slot.changes.bridges(from: set.generation, to: now.generation)
            if now == set || isBridged || attemptsLeft == 0 {
                logger.info(
                    "Index built",
                    metadata: metadata(slot).merging([
                        "desk.index.vectors": "\(serving.status.count)", "desk.index.generation": "\(set.generation)",
                    ]) { $1 })
                return serving
            }
            set = now
        }
    }

    private func read(_ set: VectorSet, of business: BusinessID) async throws -> IndexSlot.Serving {
        // A set without vectors may not know its dimension yet, and an index must have one.
        let index = try FaissIndex(
            modelID: set.modelID, dimension: max(1, set.dimension), generation: set.generation)
        try await keepers.run { try index.reserve(set.count) }
        var last: ChunkID = 0
        var skipped = 0
        while true {
            let page = try await source.vectors(of: business, modelID: set.modelID, after: last, limit: 2048)
            guard let end = page.last else { break }
            let ids = [last] + page.map(\.id)
            guard zip(ids, ids.dropFirst()).allSatisfy({ $0 < $1 }) else { throw VectorIndexError.sourceOutOfOrder }
            last = end.id
            skipped += try await keepers.run {
                // One damaged row must not take the whole business's search away.
                let sound = page.filter { $0.vector.count == index.dimension && FaissIndex.isValid($0.vector) }
                try index.update(generation: set.generation, removed: [], added: sound)
                return page.count - sound.count
            }
        }
        if skipped > 0 {
            logger.error(
                "Vectors are damaged and were left out",
                metadata: [
                    "desk.business.id": "\(business)", "desk.index.skipped": "\(skipped)",
                ])
        }
        let status = try await keepers.run { index.status }
        return IndexSlot.Serving(index: index, status: status)
    }
}
