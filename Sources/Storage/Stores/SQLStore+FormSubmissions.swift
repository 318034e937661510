public import DeskModel

extension SQLStore {
    public func submission(_ id: FormSubmissionID, in business: BusinessID) async throws -> FormSubmission? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM form_submissions WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map { try Self.submission($0, transaction) }
        }
    }

    public func submissions(
        in business: BusinessID, matching filter: FormSubmissionFilter, after: FormSubmissionID?, limit: Int
    ) async throws -> [FormSubmission] {
        var conditions = ""
        var parameters: [String: SQLValue] = [
            "business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit),
        ]
        let wanted: [(column: String, value: String?)] = [
            ("form_id", filter.form), ("status", filter.status?.rawValue), ("conversation_id", filter.conversation),
            ("contact_id", filter.contact),
        ]
        for (column, value) in wanted {
            guard let value else { continue }
            conditions += " AND \(column) = :\(column)"
            parameters[column] = .text(value)
        }
        return try await database.read { [conditions, parameters] transaction in
            try transaction.rows(
                """
                SELECT * FROM form_submissions WHERE business_id = :business AND id < :after\(conditions)
                ORDER BY id DESC LIMIT :limit
                """, parameters
            ).map { try Self.submission($0, transaction) }
        }
    }

    public func endAbandoned(now: Timestamp) async throws -> Int {
        try await database.write { transaction in
            // The shortest wait is an hour: the index leaves out whoever said something since.
            try transaction.execute(
                """
                UPDATE form_submissions SET status = 'cancelled', reason = 'abandoned', asked_question_id = NULL,
                    asked_text = NULL, closed_at = :now
                WHERE status = 'open' AND updated_at <= :now - 3600000 AND updated_at <= :now - 3600000 *
                    (SELECT f.timeout_hours FROM forms f
                     WHERE f.business_id = form_submissions.business_id AND f.id = form_submissions.form_id)
                """, ["now": .integer(now.milliseconds)])
        }
    }

    // MARK: Rows

    static func openSubmission(
        in conversation: ConversationID, of business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> FormSubmission? {
        try transaction.row(
            """
            SELECT * FROM form_submissions
            WHERE business_id = :business AND conversation_id = :conversation AND status = 'open'
            """, ["business": .integer(business.rawValue), "conversation": .text(conversation)]
        ).map { try submission($0, transaction) }
    }

    /// Stores a submission as it is now. - Returns: whether this completed it.
    static func save(_ submission: FormSubmission, _ transaction: any SQLTransaction) throws -> Bool {
        let key: [String: SQLValue] = [
            "id": .text(submission.id), "business": .integer(submission.business.rawValue),
        ]
        let before = try transaction.row(
            "SELECT status FROM form_submissions WHERE id = :id AND business_id = :business", key
        )?.text("status")
        try transaction.execute(
            """
            INSERT INTO form_submissions (id, business_id, form_id, conversation_id, contact_id, status, reason,
                language, asked_question_id, asked_text, created_at, updated_at, closed_at)
            VALUES (:id, :business, :form, :conversation, :contact, :status, :reason, :language, :asked, :askedText,
                :created, :updated, :closed)
            ON CONFLICT (id) DO UPDATE SET contact_id = excluded.contact_id, status = excluded.status,
                reason = excluded.reason, language = excluded.language,
                asked_question_id = excluded.asked_question_id, asked_text = excluded.asked_text,
                updated_at = excluded.updated_at, closed_at = excluded.closed_at
            """,
            key.merging([
                "form": .text(submission.form), "conversation": .text(submission.conversation),
                "contact": .text(submission.contact), "status": .text(submission.status.rawValue),
                "reason": .text(submission.reason?.rawValue), "language": .text(submission.language),
                "asked": .text(submission.asked?.question), "askedText": .text(submission.asked?.text),
                "created": .integer(submission.createdAt.milliseconds),
                "updated": .integer(submission.updatedAt.milliseconds), "closed": .moment(submission.closedAt),
            ]) { $1 })
        let responses: [[String: SQLValue]] = submission.responses.enumerated().map { index, response in
            [
                "business": .integer(submission.business.rawValue), "submission": .text(submission.id),
                "question": .text(response.question), "ordinal": .integer(index), "text": .text(response.questionText),
                "response": .text(response.raw), "value": .text(response.value),
                "skipped": .integer(response.isSkipped ? 1 : 0), "message": .text(response.message),
                "created": .integer(response.createdAt.milliseconds),
            ]
        }
        try transaction.execute(
            """
            INSERT INTO form_responses (business_id, submission_id, question_id, ordinal, question_text, response,
                value, skipped, message_id, created_at)
            VALUES (:business, :submission, :question, :ordinal, :text, :response, :value, :skipped, :message, :created)
            ON CONFLICT (business_id, submission_id, question_id) DO UPDATE SET ordinal = excluded.ordinal,
                question_text = excluded.question_text, response = excluded.response, value = excluded.value,
                skipped = excluded.skipped, message_id = excluded.message_id, created_at = excluded.created_at
            """, each: responses)
        return submission.status == .complete && before != FormSubmission.Status.complete.rawValue
    }

    private static func submission(_ row: SQLRow, _ transaction: any SQLTransaction) throws -> FormSubmission {
        guard let status = FormSubmission.Status(rawValue: try row.text("status")) else {
            throw SQLError.malformedValue("status")
        }
        let business = BusinessID(try row.integer("business_id"))
        let id = try row.text("id")
        let responses = try transaction.rows(
            "SELECT * FROM form_responses WHERE business_id = :business AND submission_id = :submission",
            ["business": .integer(business.rawValue), "submission": .text(id)]
        ).map { (ordinal: try $0.int("ordinal"), response: try response($0)) }
        let asked = try row.optionalText("asked_question_id").flatMap { question in
            try row.optionalText("asked_text").map { FormSubmission.Asked(question: question, text: $0) }
        }
        return FormSubmission(
            id: id, business: business, form: try row.text("form_id"), conversation: try row.text("conversation_id"),
            contact: try row.optionalText("contact_id"), status: status,
            reason: try row.optionalText("reason").flatMap(FormSubmission.Reason.init(rawValue:)),
            language: try row.text("language"), asked: asked,
            responses: responses.sorted { $0.ordinal < $1.ordinal }.map(\.response),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")),
            closedAt: try row.optionalInteger("closed_at").map(Timestamp.init(milliseconds:)))
    }

    private static func response(_ row: SQLRow) throws -> FormResponse {
        FormResponse(
            question: try row.text("question_id"), questionText: try row.text("question_text"),
            raw: try row.text("response"), value: try row.optionalText("value"),
            isSkipped: try row.integer("skipped") == 1, message: try row.optionalText("message_id"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")))
    }
}
