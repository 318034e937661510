public import DeskModel

extension SQLStore: ServiceStore {
    public func service(_ id: ServiceID, in business: BusinessID) async throws -> ConversationService? {
        try await database.read { try Self.stored(service: id, in: business, $0) }
    }

    public func services(
        in business: BusinessID, text: String?, after: ServiceID?, limit: Int
    ) async throws -> [ConversationService] {
        var parameters: [String: SQLValue] = [
            "business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit),
        ]
        if let text { parameters.merge(TextPattern.parameters(text)) { $1 } }
        let condition = text == nil ? "" : "AND \(TextPattern.condition(["name"]))"
        return try await database.read { [parameters] transaction in
            try transaction.rows(
                """
                SELECT * FROM services WHERE business_id = :business AND id < :after \(condition)
                ORDER BY id DESC LIMIT :limit
                """, parameters
            ).map(Self.service)
        }
    }

    public func create(_ service: ConversationService) async throws -> ConversationService {
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO services (id, business_id, name, created_at, updated_at)
                VALUES (:id, :business, :name, :now, :now) ON CONFLICT (id) DO NOTHING
                """,
                [
                    "id": .text(service.id), "business": .integer(service.business.rawValue),
                    "name": .text(service.name), "now": .integer(service.createdAt.milliseconds),
                ])
            guard let made = try Self.stored(service: service.id, in: service.business, transaction) else {
                throw StoreError.notFound
            }
            return made
        }
    }

    public func editService(
        _ id: ServiceID, in business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout ConversationService) throws -> Void
    ) async throws -> ConversationService {
        let now = Timestamp.now()
        return try await database.write { transaction in
            guard let old = try Self.stored(service: id, in: business, transaction) else { throw StoreError.notFound }
            if let version, version != old.version { throw StoreError.stale }
            var new = old
            try change(&new)
            guard new != old else { return old }
            try transaction.execute(
                """
                UPDATE services SET name = :name, updated_at = max(updated_at, :now), version = version + 1
                WHERE id = :id AND business_id = :business
                """,
                [
                    "id": .text(id), "business": .integer(business.rawValue), "name": .text(new.name),
                    "now": .integer(now.milliseconds),
                ])
            return try Self.stored(service: id, in: business, transaction) ?? new
        }
    }

    public func deleteService(_ id: ServiceID, in business: BusinessID, version: Int?) async throws {
        try await database.write { try $0.delete(from: "services", id, in: business, version: version) }
    }

    private static func stored(
        service id: ServiceID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> ConversationService? {
        try transaction.row(
            "SELECT * FROM services WHERE id = :id AND business_id = :business",
            ["id": .text(id), "business": .integer(business.rawValue)]
        ).map(service)
    }

    private static func service(_ row: SQLRow) throws -> ConversationService {
        ConversationService(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), name: try row.text("name"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")), version: try row.int("version"))
    }
}
