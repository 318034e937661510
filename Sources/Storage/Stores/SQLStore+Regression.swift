public import DeskModel

extension SQLStore: RegressionStore {
    public func add(_ regressionCase: RegressionCase) async throws {
        try await database.write { transaction in
            let business = regressionCase.business
            try transaction.requireBusiness(business)
            let key: [String: SQLValue] = ["business": .integer(business.rawValue)]
            if let faq = regressionCase.faq {
                try transaction.execute(
                    "DELETE FROM regression_cases WHERE business_id = :business AND faq_id = :faq",
                    key.merging(["faq": .text(faq)]) { $1 })
            }
            let held = try transaction.row(
                "SELECT count(*) AS n FROM regression_cases WHERE business_id = :business", key)
            guard try held?.int("n") ?? 0 < Self.mostRegressionCases else { throw StoreError.full("regression cases") }
            try transaction.execute(
                """
                INSERT INTO regression_cases (id, business_id, question, expectation, faq_id, created_at)
                VALUES (:id, :business, :question, :expectation, :faq, :now)
                """,
                key.merging([
                    "id": .text(regressionCase.id), "question": .text(regressionCase.question),
                    "expectation": try JSONColumn.encode(regressionCase.expectation),
                    "faq": .text(regressionCase.faq), "now": .integer(regressionCase.createdAt.milliseconds),
                ]) { $1 })
        }
    }

    public func regressionCase(_ id: RegressionCaseID, in business: BusinessID) async throws -> RegressionCase? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM regression_cases WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map(Self.regressionCase)
        }
    }

    public func regressionCases(
        in business: BusinessID, after: RegressionCaseID?, limit: Int
    ) async throws -> [RegressionCase] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM regression_cases WHERE business_id = :business AND id < :after
                ORDER BY id DESC LIMIT :limit
                """,
                ["business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit)]
            ).map(Self.regressionCase)
        }
    }

    public func deleteRegressionCase(_ id: RegressionCaseID, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM regression_cases WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]) > 0
        }
    }

    public func deleteRegressionCase(of faq: FAQID, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM regression_cases WHERE faq_id = :faq AND business_id = :business",
                ["faq": .text(faq), "business": .integer(business.rawValue)]) > 0
        }
    }

    private static func regressionCase(_ row: SQLRow) throws -> RegressionCase {
        RegressionCase(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")),
            question: try row.text("question"),
            expectation: try JSONColumn.decode(
                RegressionCase.Expectation.self, from: try row.text("expectation")),
            faq: try row.optionalText("faq_id"), createdAt: Timestamp(milliseconds: try row.integer("created_at")))
    }
}
