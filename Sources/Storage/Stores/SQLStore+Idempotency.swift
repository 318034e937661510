public import DeskModel

extension SQLStore: IdempotencyStore {
    /// Milliseconds after which a request without a reply is taken for lost.
    private static let claim: Int64 = 180_000

    public func admit(
        _ request: IdempotentRequest, now: Timestamp, lifetime: Int64
    ) async throws -> IdempotentRequest.Admission {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM idempotency_keys WHERE created_at <= :oldest",
                ["oldest": .integer(now.milliseconds - lifetime)])
            let key = Self.key(request)
            guard
                let row = try transaction.row(
                    "SELECT * FROM idempotency_keys WHERE scope = :scope AND key = :key", key)
            else {
                let resource = UUIDv7.next(now: now)
                try transaction.execute(
                    """
                    INSERT INTO idempotency_keys (scope, key, fingerprint, resource_id, claimed_until, created_at)
                    VALUES (:scope, :key, :fingerprint, :resource, :until, :now)
                    """,
                    key.merging([
                        "fingerprint": .blob(request.fingerprint), "resource": .text(resource),
                        "now": .integer(now.milliseconds), "until": .integer(now.milliseconds + Self.claim),
                    ]) { $1 })
                return .first(resource: resource)
            }
            guard try row.blob("fingerprint") == request.fingerprint else { return .differs }
            if let reply = try row.optionalText("reply") {
                return .answered(try JSONColumn.decode(IdempotentRequest.StoredReply.self, from: reply))
            }
            // A claim that ends later than any made now was made before the clock was set back.
            let until = try row.integer("claimed_until")
            let isHeld = until > now.milliseconds && until <= now.milliseconds + Self.claim
            guard !isHeld else { return .underWay }
            // The one who had it is gone: what it made has this id, and is found by it.
            try transaction.execute(
                "UPDATE idempotency_keys SET claimed_until = :until WHERE scope = :scope AND key = :key",
                key.merging(["until": .integer(now.milliseconds + Self.claim)]) { $1 })
            return .first(resource: try row.text("resource_id"))
        }
    }

    public func complete(
        _ request: IdempotentRequest, with reply: IdempotentRequest.StoredReply
    ) async throws {
        let content = try JSONColumn.encode(reply)
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE idempotency_keys SET reply = :reply, claimed_until = 0 WHERE scope = :scope AND key = :key",
                Self.key(request).merging(["reply": content]) { $1 })
        }
    }

    public func abandon(_ request: IdempotentRequest, isUndone: Bool) async throws {
        try await database.write { transaction in
            try transaction.execute(
                isUndone
                    ? "DELETE FROM idempotency_keys WHERE scope = :scope AND key = :key AND reply IS NULL"
                    : "UPDATE idempotency_keys SET claimed_until = 0 WHERE scope = :scope AND key = :key",
                Self.key(request))
        }
    }

    private static func key(_ request: IdempotentRequest) -> [String: SQLValue] {
        ["scope": .text(request.scope), "key": .text(request.key)]
    }
}
