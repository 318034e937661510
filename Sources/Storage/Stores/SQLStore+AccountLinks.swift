public import DeskModel

extension SQLStore {
    /// Open invitations a business may have.
    private static let mostInvitations = 500

    public func add(_ link: AccountLink, tokenHash: [UInt8]) async throws {
        let purpose = Self.columns(link.purpose)
        let parameters = purpose.merging([
            "id": .text(link.id), "hash": .blob(tokenHash), "by": .text(link.madeBy),
            "created": .integer(link.createdAt.milliseconds), "expires": .integer(link.expiresAt.milliseconds),
        ]) { $1 }
        try await database.write { transaction in
            if case .invite(let id, _, _) = link.purpose { try transaction.requireBusiness(id) }
            try transaction.execute(
                "DELETE FROM account_links WHERE expires_at <= :now", ["now": .integer(link.createdAt.milliseconds)])
            try transaction.execute(
                "DELETE FROM account_links WHERE business_id = :business AND email = :email",
                purpose.filter { $0.key == "business" || $0.key == "email" })
            try transaction.execute(
                "DELETE FROM account_links WHERE user_id = :user", purpose.filter { $0.key == "user" })
            let open = try transaction.row(
                "SELECT count(*) AS n FROM account_links WHERE business_id = :business",
                purpose.filter { $0.key == "business" })
            guard try open?.int("n") ?? 0 < Self.mostInvitations else { throw StoreError.full("open invitations") }
            try transaction.execute(
                """
                INSERT INTO account_links (id, token_hash, business_id, email, role, user_id, made_by, created_at,
                    expires_at)
                VALUES (:id, :hash, :business, :email, :role, :user, :by, :created, :expires)
                """, parameters)
        }
    }

    public func link(tokenHash: [UInt8], now: Timestamp) async throws -> AccountLink? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM account_links WHERE token_hash = :hash AND expires_at > :now",
                ["hash": .blob(tokenHash), "now": .integer(now.milliseconds)]
            ).map(Self.link)
        }
    }

    public func invitations(to business: BusinessID, now: Timestamp) async throws -> [AccountLink] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT * FROM account_links WHERE business_id = :business AND expires_at > :now",
                ["business": .integer(business.rawValue), "now": .integer(now.milliseconds)]
            ).map(Self.link).sorted { $0.id > $1.id }
        }
    }

    public func withdraw(invitation id: String, to business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM account_links WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]) > 0
        }
    }

    public func accept(_ link: AccountLink, as user: User, password: String) async throws -> Member? {
        guard case .invite(let business, let email, let role) = link.purpose, user.email == email else { return nil }
        return try await database.write { transaction in
            let known = try transaction.row("SELECT id FROM users WHERE email = :email", ["email": .text(email)])
            guard known == nil, try Self.use(link, transaction) else { return nil }
            try transaction.execute(
                """
                INSERT INTO users (id, email, name, password, password_set_at, created_at)
                VALUES (:id, :email, :name, :password, :now, :now)
                """,
                [
                    "id": .text(user.id), "email": .text(email), "name": .text(user.name), "password": .text(password),
                    "now": .integer(user.createdAt.milliseconds),
                ])
            return try Self.join(user.id, business, role, now: user.createdAt, transaction)
        }
    }

    public func accept(_ link: AccountLink, for user: UserID, now: Timestamp) async throws -> Member? {
        guard case .invite(let business, _, let role) = link.purpose else { return nil }
        return try await database.write { transaction in
            guard try Self.use(link, transaction) else { return nil }
            return try Self.join(user, business, role, now: now, transaction)
        }
    }

    public func reset(_ link: AccountLink, password: String, now: Timestamp) async throws -> Bool {
        guard case .reset(let user) = link.purpose else { return false }
        return try await database.write { transaction in
            guard try Self.use(link, transaction) else { return false }
            return try Self.setPassword(password, of: user, now: now, transaction)
        }
    }

    // MARK: Rows

    private static func columns(_ purpose: AccountLink.Purpose) -> [String: SQLValue] {
        switch purpose {
        case .invite(let business, let email, let role):
            [
                "business": .integer(business.rawValue), "email": .text(email), "role": .text(role.rawValue),
                "user": .null,
            ]
        case .reset(let user): ["business": .null, "email": .null, "role": .null, "user": .text(user)]
        }
    }

    /// Deletes the link, so that of two that use it at once one fails.
    private static func use(_ link: AccountLink, _ transaction: any SQLTransaction) throws -> Bool {
        try transaction.execute("DELETE FROM account_links WHERE id = :id", ["id": .text(link.id)]) > 0
    }

    private static func join(
        _ user: UserID, _ business: BusinessID, _ role: Role, now: Timestamp, _ transaction: any SQLTransaction
    ) throws -> Member? {
        try transaction.execute(
            """
            INSERT INTO memberships (business_id, user_id, role, joined_at) VALUES (:business, :user, :role, :now)
            ON CONFLICT (business_id, user_id) DO NOTHING
            """,
            [
                "business": .integer(business.rawValue), "user": .text(user), "role": .text(role.rawValue),
                "now": .integer(now.milliseconds),
            ])
        return try member(user, of: business, transaction)
    }

    private static func link(_ row: SQLRow) throws -> AccountLink {
        let purpose: AccountLink.Purpose =
            if let user = try row.optionalText("user_id") {
                .reset(user)
            } else {
                .invite(BusinessID(try row.integer("business_id")), email: try row.text("email"), try role(row))
            }
        return AccountLink(
            id: try row.text("id"), purpose: purpose, madeBy: try row.text("made_by"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            expiresAt: Timestamp(milliseconds: try row.integer("expires_at")))
    }
}
