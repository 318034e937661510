import DeskModel
import Hummingbird

/// The page where questions asked in vain become answers, and the forms of the owner's own answers.
struct AnswerPages {
    let shell: DashboardShell
    let unanswered: UnansweredController
    let editor: FAQEditor
    let feedback: any FeedbackStore
    let deleted: RecycleBin<FAQ>

    private static let limit = 200

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("questions", use: list)
        router.post("questions/draft", use: draft)
        router.get("answers/new", use: new)
        router.post("answers", use: create)
        router.post("answers/restore/:faq", use: restore)
        router.get("answers/:faq", use: edit)
        router.post("answers/:faq", use: update)
        router.post("answers/:faq/approve", use: approve)
        router.post("answers/:faq/archive", use: archive)
        router.get("answers/:faq/delete", use: confirmDeletion)
        router.post("answers/:faq/delete", use: delete)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let business = try visit.requireBusiness()
        let named = request.uri.queryParameters["rating"].map(String.init) ?? "down"
        let rating = Feedback.Rating(rawValue: named)
        let view = QuestionsView(
            unanswered: try await unanswered.recent(of: business, limit: 50),
            answers: try await editor.faqs.faqs(
                in: business.id, status: nil, after: try request.uuidQuery("after"), limit: Self.limit),
            answerLimit: Self.limit,
            feedback: try await feedback.judgedAnswers(
                in: business.id, rating: rating, since: nil, until: nil, after: nil, limit: 50), rating: rating,
            visit: visit)
        return shell.page("questions", "questions", title: visit.texts["nav_questions"], visit: visit, view: view)
    }

    /// Makes a draft of what was asked in vain, and opens it.
    @Sendable func draft(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let faq = try await unanswered.draft(
            of: fields.all("message_id"), answer: "", in: try visit.requireBusiness(), context)
        return DashboardShell.redirect(to: visit.page("answers/\(faq.id)"))
    }

    @Sendable func new(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try form(nil, try await shell.visit(request, context))
    }

    @Sendable func edit(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        return try form(try await faq(context, visit), visit)
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let business = try visit.requireBusiness()
        let now = Timestamp.now()
        let blank = FAQ(
            id: UUIDv7.next(now: now), business: business.id, question: "", answer: "",
            createdAt: now, updatedAt: now)
        let faq = try Self.filled(blank, from: fields, at: business)
        _ = try await audited("faq.create", before: nil, after: faq, context) { try await editor.create(faq) }
        return DashboardShell.redirect(to: visit.page("questions", after: .saved))
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let stored = try await faq(context, visit)
        let changed = Self.touched(try Self.filled(stored, from: fields, at: try visit.requireBusiness()))
        _ = try await audited("faq.update", before: stored, after: changed, context) {
            try await editor.update(changed)
        }
        return DashboardShell.redirect(to: visit.page("questions", after: .saved))
    }

    @Sendable func approve(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await change(.approved, request, context).visit
        return DashboardShell.redirect(to: visit.page("questions", after: .saved))
    }

    @Sendable func archive(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, faq) = try await change(.archived, request, context)
        return DashboardShell.redirect(to: visit.page("questions", after: .answerArchived, undo: faq.id))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let row = AnswerRow(try await faq(context, visit), visit: visit)
        return shell.confirmation(
            "questions", visit: visit,
            Confirmation(
                heading: visit.texts["delete_answer"], text: row.deleteText, action: visit.texts["delete"],
                url: "\(row.url)/delete", backURL: "\(visit.base)questions"))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let faq = try await faq(context, visit)
        let note = AuditNote("faq/\(faq.id)", before: FAQController.FAQResponse(faq))
        let isFound = try await context.audited("faq.delete", in: faq.business, note) {
            try await editor.faqs.deleteFAQ(faq.id, in: faq.business)
        }
        guard isFound else { throw APIError.notFound("FAQ") }
        deleted.put(faq, id: faq.id, of: faq.business, cost: 1)
        return DashboardShell.redirect(to: visit.page("questions", after: .answerDeleted, undo: faq.id))
    }

    @Sendable func restore(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let id = try context.uuidParameter("faq", of: "FAQ")
        guard let faq = deleted.take(id, of: try visit.requireBusiness().id) else { throw APIError.notFound("FAQ") }
        _ = try await audited("faq.create", before: nil, after: faq, context) { try await editor.create(faq) }
        return DashboardShell.redirect(to: visit.page("questions", after: .restored))
    }

    private func change(
        _ status: FAQ.Status, _ request: Request, _ context: DeskRequestContext
    ) async throws -> (visit: Visit, faq: FAQ) {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let stored = try await faq(context, visit)
        var changed = Self.touched(stored)
        changed.status = status
        let saved = changed
        return (
            visit,
            try await audited("faq.update", before: stored, after: saved, context) { try await editor.update(saved) }
        )
    }

    private func audited(
        _ action: String, before: FAQ?, after: FAQ, _ context: DeskRequestContext, _ work: () async throws -> FAQ
    ) async throws -> FAQ {
        let note = AuditNote(
            "faq/\(after.id)", before: before.map(FAQController.FAQResponse.init),
            after: FAQController.FAQResponse(after))
        return try await context.audited(action, in: after.business, note, work)
    }

    private func form(_ faq: FAQ?, _ visit: Visit) throws(APIError) -> Response {
        let view = AnswerFormView(faq, of: try visit.requireBusiness(), visit: visit)
        return shell.page("answer_form", "questions", title: view.heading, visit: visit, view: view)
    }

    private func faq(_ context: DeskRequestContext, _ visit: Visit) async throws -> FAQ {
        let id = try context.uuidParameter("faq", of: "FAQ")
        guard let faq = try await editor.faqs.faq(id, in: try visit.requireBusiness().id) else {
            throw APIError.notFound("FAQ")
        }
        return faq
    }

    /// As changed now.
    private static func touched(_ faq: FAQ) -> FAQ {
        FAQ(
            id: faq.id, business: faq.business, question: faq.question, variants: faq.variants, answer: faq.answer,
            language: faq.language, citations: faq.citations, validFrom: faq.validFrom, validUntil: faq.validUntil,
            status: faq.status, priority: faq.priority, source: faq.source, createdAt: faq.createdAt,
            updatedAt: .now())
    }

    private static func filled(
        _ faq: FAQ, from fields: PageForm, at business: Business
    ) throws(APIError) -> FAQ {
        var faq = faq
        faq.question = fields["question"]
        faq.variants = fields.lines("variants")
        faq.answer = fields["answer"]
        faq.validFrom = try DayField.first.moment("valid_from", in: fields, stored: faq.validFrom, at: business)
        faq.validUntil = try DayField.last.moment("valid_until", in: fields, stored: faq.validUntil, at: business)
        faq.status = fields["status"] == "approved" ? .approved : faq.status == .archived ? .archived : .draft
        return faq
    }
}
