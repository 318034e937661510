public import DeskModel

extension SQLStore: NoticeStore {
    public func raise(_ notice: Notice) async throws -> Bool {
        try await database.write { transaction in
            try transaction.requireBusiness(notice.business)
            return try transaction.insert(notice)
        }
    }

    public func notices(
        in business: BusinessID, status: Notice.Status?, after: NoticeID?, limit: Int
    ) async throws -> [Notice] {
        var parameters: [String: SQLValue] = [
            "business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit),
        ]
        if let status { parameters["status"] = .text(status.rawValue) }
        let condition = status == nil ? "" : "AND status = :status"
        return try await database.read { [parameters] transaction in
            try transaction.rows(
                """
                SELECT * FROM notices WHERE business_id = :business \(condition) AND id < :after
                ORDER BY id DESC LIMIT :limit
                """, parameters
            ).map(Self.notice)
        }
    }

    public func notice(_ id: NoticeID, in business: BusinessID) async throws -> Notice? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM notices WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map(Self.notice)
        }
    }

    public func notice(withKey key: String, in business: BusinessID) async throws -> Notice? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM notices WHERE key = :key AND business_id = :business",
                ["key": .text(key), "business": .integer(business.rawValue)]
            ).map(Self.notice)
        }
    }

    public func setStatus(_ status: Notice.Status, of id: NoticeID, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE notices SET status = :status WHERE id = :id AND business_id = :business",
                [
                    "status": .text(status.rawValue), "id": .text(id), "business": .integer(business.rawValue),
                ]) > 0
        }
    }

    public func withdraw(_ key: String, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM notices WHERE key = :key AND business_id = :business",
                ["key": .text(key), "business": .integer(business.rawValue)]) > 0
        }
    }

    private static func notice(_ row: SQLRow) throws -> Notice {
        guard let status = Notice.Status(rawValue: try row.text("status")) else {
            throw SQLError.malformedValue("status")
        }
        return Notice(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), key: try row.text("key"),
            content: try JSONColumn.decode(Notice.Content.self, from: try row.text("content")), status: status,
            createdAt: Timestamp(milliseconds: try row.integer("created_at")))
    }
}

extension SQLTransaction {
    /// - Returns: whether there was none of the same key.
    @discardableResult
    func insert(_ notice: Notice) throws -> Bool {
        let inserted = try execute(
            """
            INSERT INTO notices (id, business_id, key, content, status, created_at)
            VALUES (:id, :business, :key, :content, :status, :now)
            ON CONFLICT (business_id, key) DO NOTHING
            """,
            [
                "id": .text(notice.id), "business": .integer(notice.business.rawValue), "key": .text(notice.key),
                "content": try JSONColumn.encode(notice.content), "status": .text(notice.status.rawValue),
                "now": .integer(notice.createdAt.milliseconds),
            ])
        guard inserted > 0 else { return false }
        try SQLStore.note(
            .noticeRaised, in: notice.business, subject: notice.id, detail: ["kind": notice.content.kind], self)
        return true
    }
}
