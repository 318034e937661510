public import DeskModel

extension SQLStore {
    public func scene(of conversation: ConversationID, in business: BusinessID) async throws -> FormScene? {
        try await database.read { transaction in try Self.scene(of: conversation, in: business, transaction) }
    }

    public func takeTurn(
        _ message: Message, _ step: @escaping @Sendable (FormScene) -> FormMove?
    ) async throws -> FormTurn? {
        try await writeSending { transaction in
            if let earlier = try Self.reply(to: message, transaction) {
                return FormTurn(messages: [earlier], isNew: false)
            }
            guard let scene = try Self.scene(of: message.conversation, in: message.business, transaction) else {
                throw StoreError.notFound
            }
            guard let move = step(scene) else { return nil }
            let reply = try Self.carryOut(
                move, to: message, in: message.conversation, of: message.business, transaction)
            try transaction.execute(
                """
                UPDATE messages SET is_form = 1
                WHERE business_id = :business AND conversation_id = :conversation AND id = :id
                """, Self.key(of: message))
            try Self.settle(message, transaction)
            return FormTurn(messages: [reply], isNew: true)
        }
    }

    public func speak(
        in conversation: ConversationID, of business: BusinessID,
        _ step: @escaping @Sendable (FormScene) -> FormMove?
    ) async throws -> FormTurn? {
        try await writeSending { transaction in
            guard let scene = try Self.scene(of: conversation, in: business, transaction) else {
                throw StoreError.notFound
            }
            guard let move = step(scene) else { return nil }
            let said = try Self.carryOut(move, to: nil, in: conversation, of: business, transaction)
            return FormTurn(messages: [said], isNew: true)
        }
    }

    public func record(
        _ answer: Answer, receipt: Receipt, to message: Message,
        then step: @escaping @Sendable (FormScene) -> FormMove?
    ) async throws -> FormTurn {
        guard receipt.business == message.business else { throw StoreError.notFound }
        return try await writeSending { transaction in
            let (reply, isNew) = try Self.record(answer, receipt: receipt, to: message, transaction)
            guard isNew, let scene = try Self.scene(of: message.conversation, in: message.business, transaction),
                let move = step(scene)
            else { return FormTurn(messages: [reply], isNew: isNew) }
            let next = try Self.carryOut(move, to: nil, in: message.conversation, of: message.business, transaction)
            return FormTurn(messages: [reply, next], isNew: true)
        }
    }

    // MARK: Steps

    static func scene(
        of conversation: ConversationID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> FormScene? {
        let key: [String: SQLValue] = ["conversation": .text(conversation), "business": .integer(business.rawValue)]
        let row = try transaction.row(
            "SELECT * FROM conversations WHERE id = :conversation AND business_id = :business", key)
        guard let row, let tenant = try Self.business(business, transaction) else { return nil }
        let open = try openSubmission(in: conversation, of: business, transaction)
        let dealtWith = try saidToPerson(in: conversation, of: business, transaction)
        return FormScene(
            business: tenant, conversation: try Self.conversation(row),
            forms: try definitions(in: business, transaction),
            open: open,
            responses: try defaultResponses(of: tenant, transaction),
            saidToPerson: dealtWith,
            takenUpTo: open == nil ? nil : try takenUpTo(in: conversation, of: business, transaction),
            stillToAnswer: open == nil
                ? nil : try stillToAnswer(upTo: dealtWith, in: conversation, of: business, transaction))
    }

    private static func stillToAnswer(
        upTo last: MessageID?, in conversation: ConversationID, of business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws -> MessageID? {
        guard let last else { return nil }
        return try transaction.row(
            """
            SELECT id FROM messages
            WHERE business_id = :business AND conversation_id = :conversation AND waiting = 1 AND id <= :last
            ORDER BY id DESC LIMIT 1
            """,
            [
                "conversation": .text(conversation), "business": .integer(business.rawValue), "last": .text(last),
            ])?.text("id")
    }

    private static func takenUpTo(
        in conversation: ConversationID, of business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> MessageID? {
        try transaction.row(
            """
            SELECT id FROM messages
            WHERE business_id = :business AND conversation_id = :conversation AND sender = 'user' AND is_form = 1
            ORDER BY id DESC LIMIT 1
            """, ["conversation": .text(conversation), "business": .integer(business.rawValue)]
        )?.text("id")
    }

    /// Stores what a form does: its state, what it says and, once complete, all that follows from it.
    static func carryOut(
        _ move: FormMove, to message: Message?, in conversation: ConversationID, of business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws -> Message {
        for submission in move.submissions {
            if try save(submission, transaction) { try complete(submission, transaction) }
        }
        return try append(
            MessageDraft(.assistant, move.reply, isForm: true, form: move.prompt, replyTo: message?.id),
            to: conversation, in: business, transaction)
    }

    /// What follows from a form that has just become complete.
    private static func complete(_ submission: FormSubmission, _ transaction: any SQLTransaction) throws {
        let known = try contactFields(of: submission, transaction)
        try fillContact(of: submission, with: known, transaction)
        // In the transaction that completes it, and so once.
        let event = EventData.FormSubmission(
            submissionId: submission.id, formId: submission.form, conversationId: submission.conversation,
            name: known[.name], phone: known[.phone], email: known[.email],
            answers: submission.responses.filter { !$0.isSkipped }.map {
                EventData.FormSubmission.Answer(question: $0.questionText, answer: $0.value ?? $0.raw)
            })
        try transaction.emit(.formSubmitted(event, in: submission.business), now: submission.updatedAt)
    }

    /// What the customer said of themselves.
    private static func contactFields(
        of submission: FormSubmission, _ transaction: any SQLTransaction
    ) throws -> [FormQuestion.ContactField: String] {
        let fields = try transaction.rows(
            """
            SELECT id, kind, contact_field FROM form_questions
            WHERE business_id = :business AND form_id = :form
            """, ["business": .integer(submission.business.rawValue), "form": .text(submission.form)])
        var known: [FormQuestion.ContactField: String] = [:]
        for row in fields {
            let kind = try row.text("kind")
            guard let value = submission.response(to: try row.text("id"))?.value,
                let field = FormQuestion.ContactField(rawValue: try row.optionalText("contact_field") ?? kind)
            else { continue }
            known[field] = known[field] ?? value
        }
        return known
    }

    /// Where nothing is known yet.
    private static func fillContact(
        of submission: FormSubmission, with known: [FormQuestion.ContactField: String],
        _ transaction: any SQLTransaction
    ) throws {
        guard let contact = submission.contact, !known.isEmpty else { return }
        try transaction.execute(
            """
            UPDATE contacts SET name = coalesce(name, :name), phone = coalesce(phone, :phone),
                email = coalesce(email, :email), updated_at = :now, version = version + 1
            WHERE id = :id AND business_id = :business
            """,
            [
                "id": .text(contact), "business": .integer(submission.business.rawValue), "name": .text(known[.name]),
                "phone": .text(known[.phone]), "email": .text(known[.email]),
                "now": .integer(submission.updatedAt.milliseconds),
            ])
    }
}
