public import DeskModel

extension SQLStore: UserStore {
    public func credentials(email: AccountAddress) async throws -> UserCredentials? {
        try await database.read { transaction in
            try transaction.row("SELECT * FROM users WHERE email = :email", ["email": .text(email.text)])
                .map(Self.credentials)
        }
    }

    public func credentials(of user: UserID) async throws -> UserCredentials? {
        try await database.read { transaction in
            try transaction.row("SELECT * FROM users WHERE id = :user", ["user": .text(user)]).map(Self.credentials)
        }
    }

    public func rename(_ user: UserID, to name: String) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE users SET name = :name WHERE id = :user", ["user": .text(user), "name": .text(name)]) > 0
        }
    }

    public func setPassword(_ hash: String, of user: UserID, now: Timestamp) async throws -> Bool {
        try await database.write { try Self.setPassword(hash, of: user, now: now, $0) }
    }

    public func rehash(_ hash: String, of user: UserID, replacing old: String) async throws {
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE users SET password = :hash WHERE id = :user AND password = :old",
                ["user": .text(user), "hash": .text(hash), "old": .text(old)])
        }
    }

    // MARK: One-time codes

    public func proposeSecret(_ sealed: [UInt8], of user: UserID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                """
                UPDATE users SET code_secret = :secret, code_step = 0 WHERE id = :user AND code_confirmed_at IS NULL
                """, ["user": .text(user), "secret": .blob(sealed)]) > 0
        }
    }

    public func confirmSecret(
        of user: UserID, step: Int64, recoveryHashes: [[UInt8]], now: Timestamp
    ) async throws -> Bool {
        try await database.write { transaction in
            let isConfirmed =
                try transaction.execute(
                    """
                    UPDATE users SET code_confirmed_at = :now, code_step = :step
                    WHERE id = :user AND code_secret IS NOT NULL AND code_confirmed_at IS NULL
                    """, ["user": .text(user), "now": .integer(now.milliseconds), "step": .integer(step)]) > 0
            guard isConfirmed else { return false }
            try transaction.execute("DELETE FROM recovery_codes WHERE user_id = :user", ["user": .text(user)])
            try transaction.execute(
                "INSERT INTO recovery_codes (user_id, code_hash) VALUES (:user, :hash)",
                each: recoveryHashes.map { ["user": .text(user), "hash": .blob($0)] })
            return true
        }
    }

    public func removeSecret(of user: UserID) async throws {
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE users SET code_secret = NULL, code_confirmed_at = NULL, code_step = 0 WHERE id = :user",
                ["user": .text(user)])
            try transaction.execute("DELETE FROM recovery_codes WHERE user_id = :user", ["user": .text(user)])
        }
    }

    public func takeStep(_ step: Int64, after last: Int64, of user: UserID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                """
                UPDATE users SET code_step = :step
                WHERE id = :user AND code_step = :last AND code_confirmed_at IS NOT NULL
                """, ["user": .text(user), "step": .integer(step), "last": .integer(last)]) > 0
        }
    }

    public func takeRecoveryCode(_ hash: [UInt8], of user: UserID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM recovery_codes WHERE user_id = :user AND code_hash = :hash",
                ["user": .text(user), "hash": .blob(hash)]) > 0
        }
    }

    // MARK: Rows

    static func setPassword(
        _ hash: String, of user: UserID, now: Timestamp, _ transaction: any SQLTransaction
    ) throws -> Bool {
        try transaction.execute("DELETE FROM user_sessions WHERE user_id = :user", ["user": .text(user)])
        return try transaction.execute(
            "UPDATE users SET password = :hash, password_set_at = :now WHERE id = :user",
            ["user": .text(user), "hash": .text(hash), "now": .integer(now.milliseconds)]) > 0
    }

    static func user(_ row: SQLRow) throws -> User {
        User(
            id: try row.text("id"), email: try row.text("email"), name: try row.text("name"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            hasSecondFactor: try row.optionalInteger("code_confirmed_at") != nil)
    }

    static func credentials(_ row: SQLRow) throws -> UserCredentials {
        UserCredentials(
            user: try user(row), password: try row.text("password"),
            passwordSetAt: Timestamp(milliseconds: try row.integer("password_set_at")),
            sealedSecret: try row.optionalBlob("code_secret"), lastStep: try row.integer("code_step"))
    }
}
