public import DeskModel

extension SQLStore: OutboxStore {
    @discardableResult
    public func enqueue(_ drafts: [OutboxDraft]) async throws -> Int {
        try await writeSending { transaction in
            for business in Set(drafts.map(\.business)) { try transaction.requireBusiness(business) }
            return try transaction.enqueue(drafts, now: .now())
        }
    }

    public func claimOutbox(
        _ kind: OutboxEntry.Kind, now: Timestamp, lease: Int64, limit: Int, failing: Int
    ) async throws -> [OutboxClaim] {
        let parameters: [String: SQLValue] = ["kind": .text(kind.rawValue), "now": .integer(now.milliseconds)]
        // Asked for all the time, and mostly in vain: a look does not keep the writer busy.
        let isReady = try await database.read { transaction in
            try Self.readyLanes(parameters, healthy: min(1, limit), failing: min(1, failing), transaction).isEmpty
                == false
        }
        guard isReady else { return [] }
        return try await database.write { transaction in
            let ready = try Self.readyLanes(parameters, healthy: limit, failing: min(limit, failing), transaction)
            let lanes = try ready.map { (row: $0, since: try $0.integer("ready_at")) }.sorted { $0.since < $1.since }
            return try lanes.prefix(max(0, limit)).compactMap { lane in
                try Self.claim(lane.row, now: now, lease: lease, transaction)
            }
        }
    }

    public func settle(
        _ claim: OutboxClaim, _ settlement: OutboxSettlement, attempt: OutboxAttempt, now: Timestamp
    ) async throws {
        let entry = claim.entry
        let lane = Self.lane(of: entry)
        try await database.write { transaction in
            let held = try transaction.execute(
                """
                UPDATE outbox_lanes SET claim = NULL, ready_at = NULL, blocked_until = :blocked,
                    failures = CASE :result WHEN 'failed' THEN failures + 1 WHEN 'postponed' THEN failures ELSE 0 END,
                    failing_since = CASE :result WHEN 'failed' THEN coalesce(failing_since, :now)
                        WHEN 'postponed' THEN failing_since END
                WHERE business_id = :business AND kind = :kind AND lane = :lane AND claim = :claim
                """,
                lane.merging([
                    "claim": .text(claim.token), "result": .text(Self.result(of: settlement)),
                    "now": .integer(now.milliseconds),
                    "blocked": .integer(settlement.lanePause > 0 ? now.milliseconds + settlement.lanePause : 0),
                ]) { $1 })
            guard held > 0 else { throw StoreError.jobLost }
            if settlement.outcome == .postponed {
                try Self.takeBack(attemptOf: entry, transaction)
            } else {
                try Self.note(attempt, of: entry, transaction)
                try Self.end(entry, settlement, error: attempt.error, now: now, transaction)
            }
            try Self.schedule(lane, now: now, transaction)
        }
    }

    /// What it means for the lane.
    private static func result(of settlement: OutboxSettlement) -> String {
        switch settlement.outcome {
        case .delivered: "delivered"
        case .postponed: "postponed"
        case .retry, .dead: "failed"
        }
    }

    public func replayOutbox(_ id: OutboxID, in business: BusinessID) async throws -> Bool {
        let now = Timestamp.now()
        return try await writeSending { transaction in
            let found = try transaction.row(
                """
                SELECT * FROM outbox WHERE id = :id AND business_id = :business AND state <> 'pending' AND payload <> ''
                """, ["id": .text(id), "business": .integer(business.rawValue)])
            guard let entry = try found.map(Self.entry) else { return false }
            try transaction.execute(
                """
                UPDATE outbox SET state = 'pending', due_at = 0, expires_at = NULL, attempts = 0, last_error = NULL,
                    updated_at = :now WHERE id = :id AND business_id = :business
                """,
                [
                    "id": .text(id), "business": .integer(business.rawValue), "now": .integer(now.milliseconds),
                ])
            // Whoever asks for it wants it tried now, also when the target failed just before.
            let lane = Self.lane(of: entry)
            try transaction.execute(
                """
                UPDATE outbox_lanes SET blocked_until = 0
                WHERE business_id = :business AND kind = :kind AND lane = :lane
                """, lane)
            try transaction.wakeLane(lane, at: now)
            return true
        }
    }

    // MARK: Claims

    private static func readyLanes(
        _ parameters: [String: SQLValue], healthy: Int, failing: Int, _ transaction: any SQLTransaction
    ) throws -> [SQLRow] {
        let rows = try transaction.rows(
            """
            SELECT * FROM outbox_lanes WHERE kind = :kind AND ready_at <= :now AND failures = 0
            ORDER BY ready_at LIMIT :limit
            """, parameters.merging(["limit": .limit(healthy)]) { $1 })
        return rows
            + (try transaction.rows(
                """
                SELECT * FROM outbox_lanes WHERE kind = :kind AND ready_at <= :now AND failures > 0
                ORDER BY ready_at LIMIT :limit
                """, parameters.merging(["limit": .limit(failing)]) { $1 }))
    }

    private static func claim(
        _ row: SQLRow, now: Timestamp, lease: Int64, _ transaction: any SQLTransaction
    ) throws -> OutboxClaim? {
        let lane: [String: SQLValue] = [
            "business": .integer(try row.integer("business_id")), "kind": .text(try row.text("kind")),
            "lane": .text(try row.text("lane")),
        ]
        while true {
            let next = try transaction.row(
                """
                SELECT * FROM outbox WHERE business_id = :business AND kind = :kind AND lane = :lane
                    AND state = 'pending' AND due_at <= :now
                ORDER BY due_at, position LIMIT 1
                """, lane.merging(["now": .integer(now.milliseconds)]) { $1 })
            guard let entry = try next.map(Self.entry) else {
                try transaction.execute(
                    """
                    UPDATE outbox_lanes SET claim = NULL, ready_at = NULL
                    WHERE business_id = :business AND kind = :kind AND lane = :lane
                    """, lane)
                try schedule(lane, now: now, transaction)
                return nil
            }
            if let expiry = entry.expiresAt, expiry <= now {
                try end(entry, OutboxSettlement(.dead), error: "It was of no use any more.", now: now, transaction)
                continue
            }
            let token = UUIDv7.next(now: now)
            try transaction.execute(
                """
                UPDATE outbox_lanes SET claim = :claim, ready_at = :until
                WHERE business_id = :business AND kind = :kind AND lane = :lane
                """,
                lane.merging(["claim": .text(token), "until": .integer(now.milliseconds + lease)]) { $1 })
            let claimed = try transaction.row(
                "UPDATE outbox SET attempts = attempts + 1 WHERE id = :id RETURNING *", ["id": .text(entry.id)])
            guard let claimed = try claimed.map(Self.entry) else { return nil }
            return OutboxClaim(
                token: token, entry: claimed, laneFailures: try row.int("failures"),
                failingSince: try row.optionalInteger("failing_since").map { Timestamp(milliseconds: $0) })
        }
    }

    // MARK: Rows

    static func lane(of entry: OutboxEntry) -> [String: SQLValue] {
        [
            "business": .integer(entry.business.rawValue), "kind": .text(entry.kind.rawValue),
            "lane": .text(entry.lane),
        ]
    }

    /// Has the lane ready when its next entry is due, though not before its pause is over.
    static func schedule(
        _ lane: [String: SQLValue], now: Timestamp, _ transaction: any SQLTransaction
    ) throws {
        let next = try transaction.row(
            """
            SELECT due_at FROM outbox WHERE business_id = :business AND kind = :kind AND lane = :lane
                AND state = 'pending' ORDER BY due_at, position LIMIT 1
            """, lane)
        guard let due = try next?.integer("due_at") else { return }
        try transaction.wakeLane(lane, at: max(now, Timestamp(milliseconds: due)))
    }

    private static func end(
        _ entry: OutboxEntry, _ settlement: OutboxSettlement, error: String?, now: Timestamp,
        _ transaction: any SQLTransaction
    ) throws {
        let (state, due): (OutboxEntry.State, Int64) =
            switch settlement.outcome {
            case .delivered: (.delivered, 0)
            case .dead: (.dead, 0)
            case .retry(let delay) where delay > 0: (.pending, now.milliseconds + delay)
            case .retry, .postponed: (.pending, entry.dueAt?.milliseconds ?? 0)
            }
        try transaction.execute(
            """
            UPDATE outbox SET state = :state, due_at = :due, last_error = :error, updated_at = :now,
                payload = CASE WHEN :erases = 1 THEN '' ELSE payload END
            WHERE id = :id AND business_id = :business AND state = 'pending'
            """,
            [
                "state": .text(state.rawValue), "due": .integer(due), "error": .text(error),
                "now": .integer(now.milliseconds), "erases": .integer(settlement.erasesPayload ? 1 : 0),
                "id": .text(entry.id), "business": .integer(entry.business.rawValue),
            ])
    }

    /// Counts a claim as no attempt.
    private static func takeBack(attemptOf entry: OutboxEntry, _ transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            UPDATE outbox SET attempts = attempts - 1
            WHERE id = :id AND business_id = :business AND state = 'pending'
            """, ["id": .text(entry.id), "business": .integer(entry.business.rawValue)])
    }

    private static func note(
        _ attempt: OutboxAttempt, of entry: OutboxEntry, _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO outbox_attempts (business_id, entry_id, started_at, duration, status, error, response)
            SELECT business_id, id, :started, :duration, :status, :error, :response FROM outbox
            WHERE id = :id AND business_id = :business
            """,
            [
                "id": .text(entry.id), "business": .integer(entry.business.rawValue),
                "started": .integer(attempt.startedAt.milliseconds), "duration": .integer(attempt.duration),
                "status": attempt.status.map { .integer($0) } ?? .null, "error": .text(attempt.error),
                "response": .text(attempt.response),
            ])
    }

    static func entry(_ row: SQLRow) throws -> OutboxEntry {
        guard let kind = OutboxEntry.Kind(rawValue: try row.text("kind")),
            let state = OutboxEntry.State(rawValue: try row.text("state"))
        else { throw SQLError.malformedValue("kind") }
        let due = try row.integer("due_at")
        return OutboxEntry(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), kind: kind,
            lane: try row.text("lane"), payload: try row.text("payload"), attempts: try row.int("attempts"),
            state: state, dueAt: due > 0 ? Timestamp(milliseconds: due) : nil,
            expiresAt: try row.optionalInteger("expires_at").map { Timestamp(milliseconds: $0) },
            lastError: try row.optionalText("last_error"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")))
    }
}
