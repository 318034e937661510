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
    ) async throws -> MemberChange {
        try await database.write { transaction in
            guard let before = try Self.member(user, of: business, transaction) else { return .unknown }
            if keepingAnOwner, try Self.isLastOwner(before, transaction) { return .lastOwner }
            try transaction.execute(
                "DELETE FROM memberships WHERE business_id = :business AND user_id = :user",
                ["business": .integer(business.rawValue), "user": .text(user)])
            try transaction.execute(
                """
                DELETE FROM users WHERE id = :user
                    AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id)
                """, ["user": .text(user)])
            return .done(before: before)
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
