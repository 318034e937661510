public import DeskModel

extension SQLStore {
    private static let memberColumns = "u.*, m.business_id, m.role, m.joined_at"

    public func members(of business: BusinessID, after: UserID?, limit: Int) async throws -> [Member] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT \(Self.memberColumns) FROM memberships m JOIN users u ON u.id = m.user_id
                WHERE m.business_id = :business AND m.user_id > :after ORDER BY m.user_id LIMIT :limit
                """,
                ["business": .integer(business.rawValue), "after": .text(after ?? ""), "limit": .limit(limit)]
            ).map(Self.member)
        }
    }

    public func member(_ user: UserID, of business: BusinessID) async throws -> Member? {
        try await database.read { try Self.member(user, of: business, $0) }
    }

    public func memberships(of user: UserID) async throws -> [Member] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT \(Self.memberColumns) FROM memberships m JOIN users u ON u.id = m.user_id
                WHERE m.user_id = :user ORDER BY m.business_id
                """, ["user": .text(user)]
            ).map(Self.member)
        }
    }

    public func setRole(
        _ role: Role, of user: UserID, in business: BusinessID, keepingAnOwner: Bool
    ) async throws -> MemberChange {
        try await database.write { transaction in
            guard let before = try Self.member(user, of: business, transaction) else { return .unknown }
            if keepingAnOwner, role != .owner, try Self.isLastOwner(before, transaction) { return .lastOwner }
            try transaction.execute(
                "UPDATE memberships SET role = :role WHERE business_id = :business AND user_id = :user",
                ["role": .text(role.rawValue), "business": .integer(business.rawValue), "user": .text(user)])
            try transaction.execute("DELETE FROM user_sessions WHERE user_id = :user", ["user": .text(user)])
            return .done(before: before)
        }
    }

    public func removeMember(
        _ user: UserID, from business: BusinessID, keepingAnOwner: Bool
    ) async throws -> MemberRemoval {
        try await database.write { transaction in
            guard let before = try Self.member(user, of: business, transaction) else { return .unknown }
            if keepingAnOwner, try Self.isLastOwner(before, transaction) { return .lastOwner }
            try transaction.execute(
                "DELETE FROM memberships WHERE business_id = :business AND user_id = :user",
                ["business": .integer(business.rawValue), "user": .text(user)])
            let others = try transaction.row(
                "SELECT 1 AS found FROM memberships WHERE user_id = :user LIMIT 1", ["user": .text(user)])
            guard others == nil else { return .done(RemovedMember(member: before)) }
            let account = try transaction.row("SELECT * FROM users WHERE id = :user", ["user": .text(user)])
            let codes = try transaction.rows(
                "SELECT code_hash FROM recovery_codes WHERE user_id = :user", ["user": .text(user)])
            try transaction.execute("DELETE FROM users WHERE id = :user", ["user": .text(user)])
            return .done(
                RemovedMember(
                    member: before, account: try account.map(Self.credentials),
                    recoveryHashes: try codes.map { try $0.blob("code_hash") }))
        }
    }

    public func restore(_ removed: RemovedMember) async throws -> Member? {
        let (member, user) = (removed.member, removed.member.user)
        let now = Timestamp.now()
        return try await database.write { transaction in
            let business = try transaction.row(
                "SELECT 1 AS found FROM businesses WHERE id = :business",
                ["business": .integer(member.business.rawValue)])
            guard business != nil else { return nil }
            if let account = removed.account {
                // Another account may have the address by now: then nothing is made, and nobody joins.
                let made = try transaction.execute(
                    """
                    INSERT INTO users (id, email, name, password, password_set_at, code_secret, code_confirmed_at,
                        code_step, created_at)
                    VALUES (:user, :email, :name, :password, :set, :secret, :confirmed, :step, :created)
                    ON CONFLICT DO NOTHING
                    """,
                    [
                        "user": .text(user.id), "email": .text(user.email), "name": .text(user.name),
                        "password": .text(account.password), "set": .integer(account.passwordSetAt.milliseconds),
                        "secret": account.sealedSecret.map { .blob($0) } ?? .null,
                        "confirmed": user.hasSecondFactor ? .integer(now.milliseconds) : .null,
                        "step": .integer(account.lastStep), "created": .integer(user.createdAt.milliseconds),
                    ])
                if made > 0 {
                    try transaction.execute(
                        "INSERT INTO recovery_codes (user_id, code_hash) VALUES (:user, :hash)",
                        each: removed.recoveryHashes.map { ["user": .text(user.id), "hash": .blob($0)] })
                }
            }
            try transaction.execute(
                """
                INSERT INTO memberships (business_id, user_id, role, joined_at)
                SELECT :business, id, :role, :joined FROM users WHERE id = :user
                ON CONFLICT (business_id, user_id) DO NOTHING
                """,
                [
                    "business": .integer(member.business.rawValue), "user": .text(user.id),
                    "role": .text(member.role.rawValue), "joined": .integer(member.joinedAt.milliseconds),
                ])
            return try Self.member(user.id, of: member.business, transaction)
        }
    }

    // MARK: Rows

    static func member(_ row: SQLRow) throws -> Member {
        Member(
            user: try user(row), business: BusinessID(try row.integer("business_id")), role: try role(row),
            joinedAt: Timestamp(milliseconds: try row.integer("joined_at")))
    }

    static func role(_ row: SQLRow) throws -> Role {
        guard let role = Role(rawValue: try row.text("role")) else { throw SQLError.malformedValue("role") }
        return role
    }

    static func member(
        _ user: UserID, of business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> Member? {
        try transaction.row(
            """
            SELECT \(memberColumns) FROM memberships m JOIN users u ON u.id = m.user_id
            WHERE m.business_id = :business AND m.user_id = :user
            """, ["business": .integer(business.rawValue), "user": .text(user)]
        ).map(member)
    }

    private static func isLastOwner(_ member: Member, _ transaction: any SQLTransaction) throws -> Bool {
        guard member.role == .owner else { return false }
        let others = try transaction.row(
            """
            SELECT 1 AS found FROM memberships WHERE business_id = :business AND role = 'owner' AND user_id <> :user
            LIMIT 1
            """, ["business": .integer(member.business.rawValue), "user": .text(member.user.id)])
        return others == nil
    }
}
