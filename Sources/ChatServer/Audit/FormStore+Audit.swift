import DeskModel

/// Changes of forms with their rows in the audit log; for the API and the pages alike.
extension FormStore {
    /// - Throws: what `add` throws.
    func add(_ definition: FormDefinition, loggedBy context: DeskRequestContext) async throws {
        let note = AuditNote("form/\(definition.form.id)", after: FormResource(definition))
        try await context.audited("form.create", in: definition.form.business, note) { try await add(definition) }
    }

    /// Saves the form itself. - Throws: 404 when it is gone.
    func update(
        _ form: Form, of stored: FormDefinition, loggedBy context: DeskRequestContext
    ) async throws -> FormDefinition {
        let note = AuditNote(
            "form/\(form.id)", before: FormResource(stored),
            after: FormResource(FormDefinition(form: form, questions: stored.questions)))
        let saved = try await context.audited("form.update", in: form.business, note) { try await update(form) }
        guard let saved else { throw APIError.notFound("form") }
        return FormDefinition(form: saved, questions: stored.questions)
    }

    /// - Throws: 404 when it is gone.
    func delete(_ stored: FormDefinition, loggedBy context: DeskRequestContext) async throws {
        let form = stored.form
        let note = AuditNote("form/\(form.id)", before: FormResource(stored))
        let isFound = try await context.audited("form.delete", in: form.business, note) {
            try await deleteForm(form.id, in: form.business)
        }
        guard isFound else { throw APIError.notFound("form") }
    }

    /// - Throws: what `add` throws.
    func add(_ question: FormQuestion, loggedBy context: DeskRequestContext) async throws -> FormQuestion {
        let note = AuditNote("form-question/\(question.id)", after: FormQuestionResource(question))
        return try await context.audited("form-question.create", in: question.business, note) {
            try await add(question)
        }
    }

    /// - Parameter action: what the log calls it; taking a question away saves it, too.
    /// - Throws: 404 when it is gone.
    func update(
        _ question: FormQuestion, replacing stored: FormQuestion, as action: String = "form-question.update",
        loggedBy context: DeskRequestContext
    ) async throws -> FormQuestion {
        let note = AuditNote(
            "form-question/\(question.id)", before: FormQuestionResource(stored), after: FormQuestionResource(question))
        let saved = try await context.audited(action, in: question.business, note) { try await update(question) }
        guard let saved else { throw APIError.notFound("question") }
        return saved
    }

    /// Puts the questions into this order. - Throws: 404 when the form is gone.
    func order(
        _ questions: [FormQuestionID], of stored: FormDefinition, loggedBy context: DeskRequestContext
    ) async throws -> FormDefinition {
        let form = stored.form
        let note = AuditNote("form/\(form.id)", before: stored.asked.map(\.id), after: questions)
        let ordered = try await context.audited("form.order", in: form.business, note) {
            try await order(questions, of: form.id, in: form.business)
        }
        guard let ordered else { throw APIError.notFound("form") }
        return ordered
    }

    /// - Returns: the default responses as saved.
    /// - Throws: what `editDefaultResponses` throws.
    @discardableResult
    func editDefaultResponses(
        of business: BusinessID, loggedBy context: DeskRequestContext,
        _ change: @escaping @Sendable (inout DefaultResponseSet) throws -> Void
    ) async throws -> DefaultResponseSet {
        typealias Edit = (before: DefaultResponseSet, after: DefaultResponseSet)
        let describe: @Sendable (Edit) -> AuditNote = { edit in
            AuditNote(
                "default-responses", before: DefaultResponseController.DefaultResponsesResource(edit.before),
                after: DefaultResponseController.DefaultResponsesResource(edit.after))
        }
        return try await context.audited("default-responses.update", in: [business], describe) {
            try await editDefaultResponses(of: business, change)
        }.after
    }
}
