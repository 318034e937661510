import DeskModel

/// What a store puts into the outbox within the transaction of the change that causes it. The store's method is then run
/// by `SQLStore.writeSending`, so that the outbox is looked at once the change is committed.
extension SQLTransaction {
    /// Entries that one lane may have pending: more are given up at once, so that a target that is down for days costs a
    /// bounded part of the disk.
    static var maximumPendingPerLane: Int { 10_000 }

    /// Stores what is new by its key. - Returns: how many were.
    @discardableResult
    func enqueue(_ drafts: [OutboxDraft], now: Timestamp) throws -> Int {
        var count = 0
        for draft in drafts {
            let lane = Self.lane(draft)
            let pending = try row(
                """
                SELECT count(*) AS n FROM (
                    SELECT 1 FROM outbox WHERE business_id = :business AND kind = :kind AND lane = :lane
                        AND state = 'pending' LIMIT :limit)
                """, lane.merging(["limit": .integer(Self.maximumPendingPerLane)]) { $1 })?.int("n")
            let isFull = pending ?? 0 >= Self.maximumPendingPerLane
            let inserted = try execute(
                """
                INSERT INTO outbox (id, business_id, kind, lane, key, payload, state, due_at, expires_at, last_error,
                    created_at, updated_at)
                VALUES (:id, :business, :kind, :lane, :key, :payload, :state, :due, :expires, :error, :now, :now)
                ON CONFLICT (business_id, key) DO NOTHING
                """,
                lane.merging([
                    "id": .text(draft.id), "key": .text(draft.key), "payload": .text(draft.payload),
                    "state": .text((isFull ? OutboxEntry.State.dead : .pending).rawValue),
                    "due": .integer(draft.dueAt?.milliseconds ?? 0), "expires": .moment(draft.expiresAt),
                    "error": isFull ? .text("Too much was waiting for this target already.") : .null,
                    "now": .integer(now.milliseconds),
                ]) { $1 })
            guard inserted > 0 else { continue }
            count += 1
            if !isFull { try wakeLane(lane, at: draft.dueAt ?? now) }
        }
        return count
    }

    /// Lets the lane be claimed from a moment on, unless it can be earlier, is under way, or is paused until later.
    func wakeLane(_ lane: [String: SQLValue], at moment: Timestamp) throws {
        try execute(
            """
            INSERT INTO outbox_lanes (business_id, kind, lane, ready_at) VALUES (:business, :kind, :lane, :ready)
            ON CONFLICT (business_id, kind, lane) DO UPDATE SET ready_at = CASE
                WHEN outbox_lanes.claim IS NOT NULL THEN outbox_lanes.ready_at
                WHEN outbox_lanes.ready_at <= excluded.ready_at THEN outbox_lanes.ready_at
                WHEN outbox_lanes.blocked_until > excluded.ready_at THEN outbox_lanes.blocked_until
                ELSE excluded.ready_at END
            """, lane.merging(["ready": .integer(moment.milliseconds)]) { $1 })
    }

    private static func lane(_ draft: OutboxDraft) -> [String: SQLValue] {
        [
            "business": .integer(draft.business.rawValue), "kind": .text(draft.kind.rawValue),
            "lane": .text(draft.lane),
        ]
    }
}

extension SQLStore {
    /// Writes a change that may have put something into the outbox, and then has the outbox looked at.
    @discardableResult
    func writeSending<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        let value = try await database.write(body)
        outboxSignal.raise()
        return value
    }
}
