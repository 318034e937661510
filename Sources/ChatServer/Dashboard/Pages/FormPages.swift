import DeskModel
import HTTPTypes
import Hummingbird

/// The form builder, what customers filled in, and what the desk says of its own accord.
struct FormPages {
    let shell: DashboardShell
    let forms: any FormStore
    let contacts: any ContactStore

    private static let limit = 50
    private static let longestResponse = 2_000

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("forms", use: list)
        router.post("forms", use: create)
        router.get("forms/:form", use: build)
        router.post("forms/:form", use: update)
        router.get("forms/:form/delete", use: confirmDeletion)
        router.post("forms/:form/delete", use: delete)
        router.post("forms/:form/order", use: order)
        router.post("forms/:form/questions", use: addQuestion)
        router.post("forms/:form/questions/:question", use: updateQuestion)
        router.post("forms/:form/questions/:question/delete", use: deleteQuestion)
        router.post("questions/:question/restore", use: restoreQuestion)
        router.get("submissions", use: submissions)
        router.get("responses", use: responses)
        router.post("responses", use: saveResponses)
    }

    // MARK: Forms

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let stored = try await forms.forms(in: try visit.requireBusiness().id)
        return shell.page(
            "forms", "forms", title: visit.texts["nav_forms"], visit: visit, view: FormsView(stored, visit: visit))
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let form = try FormInput.validated(
            Form(
                id: UUIDv7.next(), business: try visit.requireBusiness().id, name: fields["name"],
                createdAt: .now()))
        try await forms.add(FormDefinition(form: form, questions: []), loggedBy: context)
        return DashboardShell.redirect(to: visit.page("forms/\(form.id)", after: .created))
    }

    @Sendable func build(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let definition = try await definition(context, visit)
        return shell.page(
            "form", "forms", title: definition.form.name, visit: visit, scripts: ["ordering.js"],
            view: FormBuilderView(definition, visit: visit))
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let stored = try await definition(context, visit)
        var form = stored.form
        form.name = fields["name"]
        form.keywords = fields["keywords"].split(separator: ",").map(String.init)
        form.isEnabled = fields.isSet("enabled")
        guard let hours = Int(fields["timeout_hours"]) else {
            throw FormInput.refusal("timeout_hours", "a whole number", .range(1, 720))
        }
        form.timeoutHours = hours
        _ = try await forms.update(try FormInput.validated(form), of: stored, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("forms/\(form.id)", after: .saved))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let view = FormBuilderView(try await definition(context, visit), visit: visit)
        return shell.confirmation(
            "forms", visit: visit,
            Confirmation(
                heading: visit.texts["delete_form"], text: view.deleteText, action: visit.texts["delete"],
                url: "\(view.url)/delete", backURL: view.url))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        try await forms.delete(try await definition(context, visit), loggedBy: context)
        return DashboardShell.redirect(to: visit.page("forms", after: .deleted))
    }

    // MARK: Questions

    @Sendable func addQuestion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let form = try await definition(context, visit).form
        let blank = FormQuestion(
            id: UUIDv7.next(), form: form.id, business: form.business, text: "", createdAt: .now())
        let question = try Self.filled(blank, from: fields)
        _ = try await forms.add(question, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("forms/\(form.id)", after: .saved))
    }

    @Sendable func updateQuestion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let stored = try question(context, in: try await definition(context, visit))
        _ = try await forms.update(try Self.filled(stored, from: fields), replacing: stored, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("forms/\(stored.form)", after: .saved))
    }

    @Sendable func deleteQuestion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let stored = try question(context, in: try await definition(context, visit))
        var question = stored
        question.isDeleted = true
        _ = try await forms.update(question, replacing: stored, as: "form-question.delete", loggedBy: context)
        return DashboardShell.redirect(
            to: visit.page("forms/\(question.form)", after: .questionDeleted, undo: question.id))
    }

    @Sendable func restoreQuestion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let id = try context.uuidParameter("question", of: "question")
        let known = try await forms.forms(in: try visit.requireBusiness().id)
        guard let stored = known.lazy.flatMap(\.questions).first(where: { $0.id == id }) else {
            throw APIError.notFound("question")
        }
        var question = stored
        question.isDeleted = false
        _ = try await forms.update(question, replacing: stored, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("forms/\(question.form)", after: .restored))
    }

    /// Puts the questions into an order: all ids in `id` from the script, or one moved by a step.
    @Sendable func order(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let definition = try await definition(context, visit)
        let asked = definition.asked.map(\.id)
        let wanted = QuestionOrder.wanted(asked, ids: fields.all("id"), moved: fields["question"], by: fields["move"])
        guard let wanted else { throw FormInput.refusal("id", "the ids of questions of this form, each once") }
        _ = try await forms.order(wanted, of: definition, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("forms/\(definition.form.id)", after: .saved))
    }

    private static func filled(_ question: FormQuestion, from fields: PageForm) throws(APIError) -> FormQuestion {
        var question = question
        question.text = fields["text"]
        question.kind = try fields.choice("kind", FormQuestion.Kind.self)
        question.isRequired = fields.isSet("required")
        question.choices = question.kind == .choice ? fields.lines("choices") : []
        question.help = fields.optional("help")
        question.contactField = question.kind == .text && fields.isSet("fills_name") ? .name : nil
        return try FormInput.validated(question)
    }

    private func definition(_ context: DeskRequestContext, _ visit: Visit) async throws -> FormDefinition {
        let id = try context.uuidParameter("form", of: "form")
        guard let found = try await forms.form(id, in: try visit.requireBusiness().id) else {
            throw APIError.notFound("form")
        }
        return found
    }

    private func question(_ context: DeskRequestContext, in definition: FormDefinition) throws -> FormQuestion {
        let id = try context.uuidParameter("question", of: "question")
        guard let found = definition.questions.first(where: { $0.id == id }) else {
            throw APIError.notFound("question")
        }
        return found
    }

    // MARK: Submissions

    @Sendable func submissions(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let business = try visit.requireBusiness().id
        let status = try request.choiceQuery("status", FormSubmission.Status.self)
        let page = try await forms.submissions(
            in: business, matching: FormSubmissionFilter(status: status), after: try request.uuidQuery("after"),
            limit: Self.limit)
        var names: [ContactID: String] = [:]
        for id in Set(page.compactMap(\.contact)) {
            names[id] = try await contacts.contact(id, in: business)?.displayName
        }
        return shell.page(
            "submissions", "submissions", title: visit.texts["nav_submissions"], visit: visit, scripts: ["live.js"],
            view: SubmissionsView(
                page, names: names, forms: try await forms.forms(in: business), status: status, limit: Self.limit,
                visit: visit))
    }

    // MARK: Default responses

    @Sendable func responses(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let set = try await forms.defaultResponses(of: try visit.requireBusiness().id)
        return shell.page(
            "responses", "responses", title: visit.texts["nav_responses"], visit: visit,
            view: ResponsesView(set, visit: visit))
    }

    @Sendable func saveResponses(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let standard = DefaultResponses(
            firstMessage: try Self.response("first_message", fields),
            estimateCompleteMessage: try Self.response("estimate_complete_message", fields))
        try await forms.editDefaultResponses(of: try visit.requireBusiness().id, loggedBy: context) { set in
            set.standard = standard
        }
        return DashboardShell.redirect(to: visit.page("responses", after: .saved))
    }

    private static func response(_ name: String, _ fields: PageForm) throws(APIError) -> String? {
        let text = try FormInput.text(fields[name], name, 0...longestResponse)
        return text.isEmpty ? nil : text
    }
}

/// The order in which questions are wanted.
enum QuestionOrder {
    /// - Parameters:
    ///   - asked: as it is.
    ///   - ids: all of them as they are wanted; empty when one is moved.
    ///   - moved: the one that is moved a step, `up` or `down`.
    /// - Returns: `nil` when it is no order of the same questions. Moving the first up changes nothing.
    static func wanted(
        _ asked: [FormQuestionID], ids: [String], moved: String, by step: String
    ) -> [FormQuestionID]? {
        if !ids.isEmpty {
            let wanted = ids.map { $0.lowercased() }
            // One that was added meanwhile keeps its place behind them.
            return Set(wanted).count == wanted.count && Set(wanted).isSubset(of: asked) ? wanted : nil
        }
        guard let index = asked.firstIndex(of: moved.lowercased()), step == "up" || step == "down" else { return nil }
        let target = step == "up" ? index - 1 : index + 1
        var wanted = asked
        if wanted.indices.contains(target) { wanted.swapAt(index, target) }
        return wanted
    }
}
