public import DeskModel

extension SQLStore: FormStore {
    public func add(_ definition: FormDefinition) async throws {
        let form = definition.form
        try await database.write { transaction in
            try transaction.requireBusiness(form.business)
            let held = try transaction.row(
                "SELECT count(*) AS n FROM forms WHERE business_id = :business AND deleted_at IS NULL",
                ["business": .integer(form.business.rawValue)])
            guard try held?.int("n") ?? 0 < Self.mostForms else { throw StoreError.full("forms") }
            guard definition.questions.count <= Self.mostQuestions else { throw StoreError.full("questions") }
            try transaction.execute(
                """
                INSERT INTO forms (id, business_id, name, keywords, enabled, timeout_hours, created_at, updated_at)
                VALUES (:id, :business, :name, :keywords, :enabled, :timeout, :now, :now)
                """, try Self.columns(of: form).merging(["now": .integer(form.createdAt.milliseconds)]) { $1 })
            for (index, question) in definition.questions.enumerated() {
                try Self.insert(question, at: index + 1, transaction)
            }
        }
    }

    public func form(_ id: FormID, in business: BusinessID) async throws -> FormDefinition? {
        try await database.read { transaction in try Self.definition(id, in: business, transaction) }
    }

    public func forms(in business: BusinessID) async throws -> [FormDefinition] {
        try await database.read { transaction in try Self.definitions(in: business, transaction) }
    }

    public func update(_ form: Form) async throws -> Form? {
        try await database.write { transaction in
            try transaction.row(
                """
                UPDATE forms SET name = :name, keywords = :keywords, enabled = :enabled, timeout_hours = :timeout,
                    updated_at = :now, version = version + 1
                WHERE id = :id AND business_id = :business AND deleted_at IS NULL RETURNING *
                """, try Self.columns(of: form).merging(["now": .integer(Timestamp.now().milliseconds)]) { $1 }
            ).map(Self.form)
        }
    }

    public func deleteForm(_ id: FormID, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                """
                UPDATE forms SET deleted_at = :now, version = version + 1
                WHERE id = :id AND business_id = :business AND deleted_at IS NULL
                """,
                [
                    "id": .text(id), "business": .integer(business.rawValue),
                    "now": .integer(Timestamp.now().milliseconds),
                ]) > 0
        }
    }

    // MARK: Rows

    static func definition(
        _ id: FormID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> FormDefinition? {
        let key: [String: SQLValue] = ["id": .text(id), "business": .integer(business.rawValue)]
        let row = try transaction.row(
            "SELECT * FROM forms WHERE id = :id AND business_id = :business AND deleted_at IS NULL", key)
        guard let row else { return nil }
        return FormDefinition(form: try form(row), questions: try questions(of: id, in: business, transaction))
    }

    /// Oldest first.
    static func definitions(
        in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> [FormDefinition] {
        try transaction.rows(
            "SELECT * FROM forms WHERE business_id = :business AND deleted_at IS NULL ORDER BY id",
            ["business": .integer(business.rawValue)]
        ).map { row in
            let form = try Self.form(row)
            return FormDefinition(form: form, questions: try questions(of: form.id, in: business, transaction))
        }
    }

    private static func questions(
        of form: FormID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> [FormQuestion] {
        try transaction.rows(
            "SELECT * FROM form_questions WHERE business_id = :business AND form_id = :form ORDER BY position, id",
            ["business": .integer(business.rawValue), "form": .text(form)]
        ).map(question)
    }

    private static func columns(of form: Form) throws -> [String: SQLValue] {
        [
            "id": .text(form.id), "business": .integer(form.business.rawValue), "name": .text(form.name),
            "keywords": try JSONColumn.encode(form.keywords), "enabled": .integer(form.isEnabled ? 1 : 0),
            "timeout": .integer(form.timeoutHours),
        ]
    }

    static func form(_ row: SQLRow) throws -> Form {
        Form(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), name: try row.text("name"),
            keywords: try JSONColumn.decode([String].self, from: try row.text("keywords")),
            isEnabled: try row.integer("enabled") == 1, timeoutHours: try row.int("timeout_hours"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")), version: try row.int("version"))
    }
}
