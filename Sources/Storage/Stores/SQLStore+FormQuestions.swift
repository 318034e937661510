public import DeskModel

extension SQLStore {
    public func add(_ question: FormQuestion) async throws -> FormQuestion {
        try await database.write { transaction in
            guard let definition = try Self.definition(question.form, in: question.business, transaction) else {
                throw StoreError.notFound
            }
            guard definition.questions.count < Self.mostQuestions else { throw StoreError.full("questions") }
            let position = (definition.questions.map(\.position).max() ?? 0) + 1
            return try Self.insert(question, at: position, transaction)
        }
    }

    public func update(_ question: FormQuestion) async throws -> FormQuestion? {
        try await database.write { transaction in
            guard try Self.definition(question.form, in: question.business, transaction) != nil else { return nil }
            return try transaction.row(
                """
                UPDATE form_questions SET question_text = :text, kind = :kind, required = :required,
                    choices = :choices, help = :help, contact_field = :field, deleted = :deleted, updated_at = :now
                WHERE id = :id AND form_id = :form AND business_id = :business RETURNING *
                """, try Self.columns(of: question).merging(["now": .integer(Timestamp.now().milliseconds)]) { $1 }
            ).map(Self.question)
        }
    }

    public func order(
        _ questions: [FormQuestionID], of form: FormID, in business: BusinessID
    ) async throws -> FormDefinition? {
        try await database.write { transaction in
            guard let definition = try Self.definition(form, in: business, transaction),
                Set(questions).isSubset(of: definition.questions.map(\.id))
            else { return nil }
            let rest = definition.questions.map(\.id).filter { !questions.contains($0) }
            let positions: [[String: SQLValue]] = (questions + rest).enumerated().map { index, id in
                [
                    "id": .text(id), "form": .text(form), "business": .integer(business.rawValue),
                    "position": .integer(index + 1),
                ]
            }
            try transaction.execute(
                """
                UPDATE form_questions SET position = :position
                WHERE id = :id AND form_id = :form AND business_id = :business
                """, each: positions)
            return try Self.definition(form, in: business, transaction)
        }
    }

    // MARK: Rows

    @discardableResult
    static func insert(
        _ question: FormQuestion, at position: Int, _ transaction: any SQLTransaction
    ) throws -> FormQuestion {
        let row = try transaction.row(
            """
            INSERT INTO form_questions (id, business_id, form_id, question_text, kind, required, choices, help,
                contact_field, position, deleted, created_at, updated_at)
            VALUES (:id, :business, :form, :text, :kind, :required, :choices, :help, :field, :position, :deleted, :now,
                :now)
            RETURNING *
            """,
            try columns(of: question).merging([
                "position": .integer(position), "now": .integer(question.createdAt.milliseconds),
            ]) { $1 })
        guard let row else { throw StoreError.failed("no row for a new question") }
        return try Self.question(row)
    }

    private static func columns(of question: FormQuestion) throws -> [String: SQLValue] {
        [
            "id": .text(question.id), "business": .integer(question.business.rawValue), "form": .text(question.form),
            "text": .text(question.text), "kind": .text(question.kind.rawValue),
            "required": .integer(question.isRequired ? 1 : 0), "choices": try JSONColumn.encode(question.choices),
            "help": .text(question.help), "field": .text(question.contactField?.rawValue),
            "deleted": .integer(question.isDeleted ? 1 : 0),
        ]
    }

    static func question(_ row: SQLRow) throws -> FormQuestion {
        guard let kind = FormQuestion.Kind(rawValue: try row.text("kind")) else {
            throw SQLError.malformedValue("kind")
        }
        return FormQuestion(
            id: try row.text("id"), form: try row.text("form_id"),
            business: BusinessID(try row.integer("business_id")), text: try row.text("question_text"), kind: kind,
            isRequired: try row.integer("required") == 1,
            choices: try JSONColumn.decode([String].self, from: try row.text("choices")),
            help: try row.optionalText("help"),
            contactField: try row.optionalText("contact_field").flatMap(FormQuestion.ContactField.init(rawValue:)),
            position: try row.int("position"), isDeleted: try row.integer("deleted") == 1,
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")))
    }
}
