public import DeskModel

extension SQLStore {
    public func outbox(
        in business: BusinessID, kind: OutboxEntry.Kind?, lane: String?, state: OutboxEntry.State?, after: OutboxID?,
        limit: Int
    ) async throws -> [OutboxEntry] {
        var conditions = ["business_id = :business", "id < :after"]
        var parameters: [String: SQLValue] = [
            "business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit),
        ]
        for (column, value) in [("kind", kind?.rawValue), ("lane", lane), ("state", state?.rawValue)] {
            guard let value else { continue }
            conditions.append("\(column) = :\(column)")
            parameters[column] = .text(value)
        }
        let condition = conditions.joined(separator: " AND ")
        return try await database.read { [parameters] transaction in
            try transaction.rows("SELECT * FROM outbox WHERE \(condition) ORDER BY id DESC LIMIT :limit", parameters)
                .map(Self.entry)
        }
    }

    public func outboxEntry(_ id: OutboxID, in business: BusinessID) async throws -> OutboxEntry? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM outbox WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map(Self.entry)
        }
    }

    public func outboxAttempts(of id: OutboxID, in business: BusinessID) async throws -> [OutboxAttempt] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM outbox_attempts WHERE business_id = :business AND entry_id = :id ORDER BY id DESC LIMIT 20
                """, ["id": .text(id), "business": .integer(business.rawValue)]
            ).reversed().map { row in
                OutboxAttempt(
                    startedAt: Timestamp(milliseconds: try row.integer("started_at")),
                    duration: try row.integer("duration"),
                    status: try row.optionalInteger("status").map { Int($0) }, error: try row.optionalText("error"),
                    response: try row.optionalText("response"))
            }
        }
    }

    public func tidyOutbox(now: Timestamp) async throws {
        let day: Int64 = 24 * 3600 * 1000
        try await writeSending { transaction in
            try transaction.execute(
                """
                UPDATE outbox SET state = 'dead', last_error = 'It was of no use any more.', updated_at = :now
                WHERE state = 'pending' AND expires_at IS NOT NULL AND expires_at <= :now AND attempts = 0
                """, ["now": .integer(now.milliseconds)])
            for (state, days) in [("delivered", 30), ("dead", 90)] as [(String, Int64)] {
                try transaction.execute(
                    "DELETE FROM outbox WHERE state = :state AND updated_at < :before",
                    ["state": .text(state), "before": .integer(now.milliseconds - days * day)])
            }
            // No schedule waits for more than two days: what does was put off before the clock was set back.
            let horizon: [String: SQLValue] = [
                "now": .integer(now.milliseconds), "horizon": .integer(now.milliseconds + 2 * day),
            ]
            try transaction.execute(
                "UPDATE outbox SET due_at = :now WHERE state = 'pending' AND due_at > :horizon", horizon)
            let kinds = OutboxEntry.Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            for condition in ["failures = 0", "failures > 0"] {
                try transaction.execute(
                    """
                    UPDATE outbox_lanes SET ready_at = :now, blocked_until = 0
                    WHERE kind IN (\(kinds)) AND ready_at > :horizon AND \(condition)
                    """, horizon)
            }
        }
    }
}
