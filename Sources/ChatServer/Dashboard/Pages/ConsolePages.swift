import DeskModel
import HTTPTypes
import Hummingbird

/// The pages that show how good answers are: the retrieval console, regression cases and notices.
struct ConsolePages {
    let shell: DashboardShell
    let retrieval: RetrievalController
    let regression: RegressionController

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("console", use: console)
        router.get("cases", use: cases)
        router.post("cases", use: createCase)
        router.get("cases/:case/delete", use: confirmDeletion)
        router.post("cases/:case/delete", use: deleteCase)
        router.get("notices", use: notices)
        router.post("notices/:notice/dismiss", use: dismiss)
        router.post("notices/:notice/confirm", use: confirm)
    }

    @Sendable func console(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let question = try request.query()["question"]
        let found =
            question.isEmpty
            ? nil
            : try await retrieval.explanation(of: question, limit: 20, in: try visit.requireBusiness())
        return shell.page(
            "console", "console", title: visit.texts["nav_console"], visit: visit,
            view: ConsoleView(question, found, visit: visit))
    }

    // MARK: Regression cases

    /// The cases; with `run` in the query they are asked first, which changes nothing, and takes who may change them.
    @Sendable func cases(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let isRun = try request.query().isSet("run")
        let visit = try await shell.visit(request, context, for: isRun ? .editContent : .read)
        let business = try visit.requireBusiness()
        let run = isRun ? try await regression.run(business, limit: 200) : nil
        let stored = try await regression.cases.regressionCases(in: business.id, after: nil, limit: 200)
        return shell.page(
            "cases", "cases", title: visit.texts["nav_cases"], visit: visit,
            view: CasesView(stored, run, visit: visit))
    }

    @Sendable func createCase(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        _ = try await regression.create(
            RegressionController.CreateRequest(
                question: fields["question"], contains: fields.optional("contains"), documentID: nil, page: nil,
                declines: fields.isSet("declines")), in: try visit.requireBusiness().id, context)
        return DashboardShell.redirect(to: visit.page("cases", after: .created))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let id = try context.uuidParameter("case", of: "regression case")
        guard let entry = try await regression.cases.regressionCase(id, in: try visit.requireBusiness().id) else {
            throw APIError.notFound("regression case")
        }
        return shell.confirmation(
            "cases", visit: visit,
            Confirmation(
                heading: visit.texts["delete_case"],
                text: visit.texts.fill("delete_case_text", ["question": entry.question]),
                action: visit.texts["delete"], url: "\(visit.base)cases/\(id)/delete", backURL: "\(visit.base)cases"))
    }

    @Sendable func deleteCase(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let id = try context.uuidParameter("case", of: "regression case")
        let business = try visit.requireBusiness().id
        let isFound = try await context.audited("case.delete", in: business, AuditNote("case/\(id)")) {
            try await regression.cases.deleteRegressionCase(id, in: business)
        }
        guard isFound else { throw APIError.notFound("regression case") }
        return DashboardShell.redirect(to: visit.page("cases", after: .deleted))
    }

    // MARK: Notices

    @Sendable func notices(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let open = try await shell.notices.notices(
            in: try visit.requireBusiness().id, status: .open, after: nil, limit: 100)
        return shell.page(
            "notices", "notices", title: visit.texts["nav_notices"], visit: visit,
            view: NoticesView(open, visit: visit))
    }

    @Sendable func dismiss(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await settle(.dismissed, after: .dismissed, request, context)
    }

    @Sendable func confirm(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await settle(.confirmed, after: .confirmed, request, context)
    }

    private func settle(
        _ status: Notice.Status, after outcome: Outcome, _ request: Request, _ context: DeskRequestContext
    ) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let id = try context.uuidParameter("notice", of: "notice")
        let business = try visit.requireBusiness()
        guard let notice = try await shell.notices.notice(id, in: business.id) else {
            throw APIError.notFound("notice")
        }
        if status == .confirmed {
            guard case .modelChange = notice.content else { throw APIError.notFound("change that waits") }
        }
        let isFound = try await context.audited(
            "notice.\(status.rawValue)", in: business.id, AuditNote("notice/\(id)")
        ) { try await shell.notices.setStatus(status, of: id, in: business.id) }
        guard isFound else { throw APIError.notFound("notice") }
        return DashboardShell.redirect(to: visit.page("notices", after: outcome))
    }
}

extension Request {
    /// The query as the fields of a form, as which browsers write it.
    func query() throws(APIError) -> PageForm { try PageForm(uri.query ?? "") }
}
