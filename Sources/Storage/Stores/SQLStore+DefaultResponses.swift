public import DeskModel

extension SQLStore {
    public func defaultResponses(of business: BusinessID) async throws -> DefaultResponseSet {
        try await database.read { transaction in
            guard let tenant = try Self.business(business, transaction) else { throw StoreError.notFound }
            return try Self.defaultResponses(of: tenant, transaction)
        }
    }

    public func editDefaultResponses(
        of business: BusinessID, _ change: @escaping @Sendable (inout DefaultResponseSet) throws -> Void
    ) async throws -> (before: DefaultResponseSet, after: DefaultResponseSet) {
        try await database.write { transaction in
            guard let tenant = try Self.business(business, transaction) else { throw StoreError.notFound }
            let before = try Self.defaultResponses(of: tenant, transaction)
            var responses = before
            try change(&responses)
            guard responses != before else { return (before: before, after: before) }
            let key: [String: SQLValue] = ["business": .integer(business.rawValue)]
            var settings = tenant.settings
            settings.greeting = responses.standard.firstMessage
            if settings != tenant.settings {
                try transaction.execute(
                    "UPDATE businesses SET settings = :settings, version = version + 1 WHERE id = :business",
                    key.merging(["settings": try JSONColumn.encode(settings)]) { $1 })
            }
            try transaction.execute("DELETE FROM default_responses WHERE business_id = :business", key)
            var rows = responses.languages
            rows[""] = DefaultResponses(estimateCompleteMessage: responses.standard.estimateCompleteMessage)
            try transaction.execute(
                """
                INSERT INTO default_responses (business_id, language, first_message, estimate_complete_message)
                VALUES (:business, :language, :first, :complete)
                """,
                each: rows.map { language, texts in
                    key.merging([
                        "language": .text(language), "first": .text(texts.firstMessage),
                        "complete": .text(texts.estimateCompleteMessage),
                    ]) { $1 }
                })
            return (before: before, after: responses)
        }
    }

    static func defaultResponses(
        of business: Business, _ transaction: any SQLTransaction
    ) throws -> DefaultResponseSet {
        var set = DefaultResponseSet()
        let rows = try transaction.rows(
            "SELECT * FROM default_responses WHERE business_id = :business",
            ["business": .integer(business.id.rawValue)])
        for row in rows {
            let texts = DefaultResponses(
                firstMessage: try row.optionalText("first_message"),
                estimateCompleteMessage: try row.optionalText("estimate_complete_message"))
            let language = try row.text("language")
            if language.isEmpty { set.standard = texts } else { set.languages[language] = texts }
        }
        set.standard.firstMessage = business.settings.greeting
        return set
    }
}
