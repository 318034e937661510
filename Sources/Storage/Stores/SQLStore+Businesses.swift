public import DeskModel

extension SQLStore: BusinessStore {
    public func createBusiness(
        name: String, settings: BusinessSettings
    ) async throws -> (business: Business, secret: IssuedKey, widget: IssuedKey) {
        let now = Timestamp.now()
        let settingsColumn = try JSONColumn.encode(settings)
        return try await database.write { [fullText] transaction in
            let row = try transaction.row(
                """
                INSERT INTO businesses (name, settings, created_at) VALUES (:name, :settings, :now) RETURNING id
                """, ["name": .text(name), "settings": settingsColumn, "now": .integer(now.milliseconds)])
            guard let row else { throw StoreError.failed("no id for a new business") }
            let id = BusinessID(try row.integer("id"))
            try fullText.create(for: id, in: transaction)
            let secret = try Self.insertKey(for: id, kind: .secret, label: "first", now: now, transaction)
            let widget = try Self.insertKey(for: id, kind: .widget, label: "first", now: now, transaction)
            return (Business(id: id, name: name, settings: settings, createdAt: now), secret, widget)
        }
    }

    public func business(_ id: BusinessID) async throws -> Business? {
        try await database.read { transaction in try Self.business(id, transaction) }
    }

    static func business(_ id: BusinessID, _ transaction: any SQLTransaction) throws -> Business? {
        try transaction.row(
            "SELECT \(Self.businessColumns) FROM businesses WHERE id = :id", ["id": .integer(id.rawValue)]
        ).map(Self.business)
    }

    public func businesses(after: BusinessID?, limit: Int) async throws -> [Business] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT \(Self.businessColumns) FROM businesses
                WHERE id > :after ORDER BY id LIMIT :limit
                """,
                ["after": .integer(after?.rawValue ?? 0), "limit": .limit(limit)]
            ).map(Self.business)
        }
    }

    public func editBusiness(
        _ id: BusinessID, version: Int?, _ change: @escaping @Sendable (inout Business) throws -> Void
    ) async throws -> (before: Business, after: Business) {
        try await database.write { transaction in
            guard let old = try Self.business(id, transaction) else { throw StoreError.notFound }
            if let version, version != old.version { throw StoreError.stale }
            var new = old
            try change(&new)
            guard new != old else { return (before: old, after: old) }
            let row = try transaction.row(
                """
                UPDATE businesses SET name = :name, settings = :settings, version = version + 1 WHERE id = :id
                RETURNING \(Self.businessColumns)
                """,
                [
                    "id": .integer(id.rawValue), "name": .text(new.name),
                    "settings": try JSONColumn.encode(new.settings),
                ])
            guard let row else { throw StoreError.notFound }
            return (before: old, after: try Self.business(row))
        }
    }

    public func deleteBusiness(_ id: BusinessID, version: Int?) async throws -> Bool {
        try await database.write { [fullText] transaction in
            if let version, let stored = try Self.business(id, transaction), stored.version != version {
                throw StoreError.stale
            }
            try fullText.drop(for: id, in: transaction)
            let key: [String: SQLValue] = ["id": .integer(id.rawValue)]
            let isFound = try transaction.execute("DELETE FROM businesses WHERE id = :id", key) > 0
            try transaction.execute("DELETE FROM audit_log WHERE business_id = :id", key)
            try transaction.execute("DELETE FROM audit_heads WHERE business_id = :id", key)
            // Nobody keeps an account that leads nowhere.
            try transaction.execute(
                "DELETE FROM users WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id)")
            return isFound
        }
    }

    // MARK: Settings

    public func setting(_ name: String) async throws -> String? {
        try await database.read { transaction in
            try transaction.row("SELECT value FROM settings WHERE name = :name", ["name": .text(name)])?.text("value")
        }
    }

    public func setSetting(_ name: String, to value: String?) async throws {
        try await database.write { transaction in
            if let value {
                try transaction.execute(
                    """
                    INSERT INTO settings (name, value) VALUES (:name, :value)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value
                    """, ["name": .text(name), "value": .text(value)])
            } else {
                try transaction.execute("DELETE FROM settings WHERE name = :name", ["name": .text(name)])
            }
        }
    }

    private static let businessColumns = """
        id, name, settings, created_at, embedding_model, embedding_dimension, generation, faq_revision, automatic_model,
        version
        """

    private static func business(_ row: SQLRow) throws -> Business {
        Business(
            id: BusinessID(try row.integer("id")), name: try row.text("name"),
            settings: try JSONColumn.decode(BusinessSettings.self, from: try row.text("settings")),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            servedModel: try row.optionalText("embedding_model"),
            servedDimension: try row.optionalInteger("embedding_dimension").map { Int($0) },
            generation: try row.integer("generation"),
            faqRevision: try row.integer("faq_revision"),
            automaticModel: try row.optionalText("automatic_model").map {
                try JSONColumn.decode(AutomaticModel.self, from: $0)
            }, version: try row.int("version"))
    }
}
