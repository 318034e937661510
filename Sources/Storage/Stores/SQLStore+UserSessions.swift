public import DeskModel

extension SQLStore {
    public func open(_ session: UserSession, tokenHash: [UInt8], limit: Int) async throws {
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO user_sessions (id, user_id, token_hash, created_at, last_seen_at, expires_at, address,
                    agent)
                VALUES (:id, :user, :hash, :created, :seen, :expires, :address, :agent)
                """,
                [
                    "id": .text(session.id), "user": .text(session.user), "hash": .blob(tokenHash),
                    "created": .integer(session.createdAt.milliseconds),
                    "seen": .integer(session.lastSeenAt.milliseconds),
                    "expires": .integer(session.expiresAt.milliseconds), "address": .text(session.address),
                    "agent": .text(session.agent),
                ])
            try transaction.execute(
                """
                DELETE FROM user_sessions WHERE user_id = :user AND (expires_at <= :now OR id IN (
                    SELECT id FROM user_sessions WHERE user_id = :user ORDER BY id DESC LIMIT -1 OFFSET :limit))
                """,
                [
                    "user": .text(session.user), "now": .integer(session.createdAt.milliseconds),
                    "limit": .limit(limit),
                ])
        }
    }

    public func session(tokenHash: [UInt8]) async throws -> SignedInUser? {
        try await database.read { transaction in
            guard
                let row = try transaction.row(
                    "SELECT * FROM user_sessions WHERE token_hash = :hash", ["hash": .blob(tokenHash)])
            else { return nil }
            let session = try Self.session(row)
            let key: [String: SQLValue] = ["user": .text(session.user)]
            guard let user = try transaction.row("SELECT * FROM users WHERE id = :user", key) else { return nil }
            var roles: [BusinessID: Role] = [:]
            for row in try transaction.rows("SELECT business_id, role FROM memberships WHERE user_id = :user", key) {
                roles[BusinessID(try row.integer("business_id"))] = try Self.role(row)
            }
            return SignedInUser(user: try Self.user(user), session: session, roles: roles)
        }
    }

    public func touch(_ session: String, now: Timestamp) async throws {
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE user_sessions SET last_seen_at = :now WHERE id = :id",
                ["id": .text(session), "now": .integer(now.milliseconds)])
        }
    }

    public func rotate(_ session: String, tokenHash: [UInt8]) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE user_sessions SET token_hash = :hash WHERE id = :id",
                ["id": .text(session), "hash": .blob(tokenHash)]) > 0
        }
    }

    public func sessions(of user: UserID) async throws -> [UserSession] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT * FROM user_sessions WHERE user_id = :user ORDER BY id DESC", ["user": .text(user)]
            ).map(Self.session)
        }
    }

    public func end(_ session: String, of user: UserID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM user_sessions WHERE id = :id AND user_id = :user",
                ["id": .text(session), "user": .text(user)]) > 0
        }
    }

    public func endAll(of user: UserID, but session: String?) async throws -> Int {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM user_sessions WHERE user_id = :user AND id <> :kept",
                ["user": .text(user), "kept": .text(session ?? "")])
        }
    }

    private static func session(_ row: SQLRow) throws -> UserSession {
        UserSession(
            id: try row.text("id"), user: try row.text("user_id"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            lastSeenAt: Timestamp(milliseconds: try row.integer("last_seen_at")),
            expiresAt: Timestamp(milliseconds: try row.integer("expires_at")), address: try row.text("address"),
            agent: try row.text("agent"))
    }
}
