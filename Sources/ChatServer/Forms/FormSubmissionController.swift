import DeskModel
import Dialogue
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/submissions`: what customers filled in.
struct FormSubmissionController {
    let businesses: any BusinessStore
    let forms: any FormStore
    let desk: Desk

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/submissions", use: list)
        router.post("api/businesses/:business/submissions", use: start)
        router.get("api/businesses/:business/submissions/:submission", use: get)
        router.post("api/businesses/:business/submissions/:submission/cancel", use: cancel)
    }

    struct StartRequest: Decodable {
        let sessionID: String
        /// The business's first form without.
        let formID: String?

        enum CodingKeys: String, CodingKey {
            case sessionID = "session_id"
            case formID = "form_id"
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws
        -> ListResponse<FormSubmissionResource>
    {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let filter = FormSubmissionFilter(
            form: try request.uuidQuery("form"),
            status: try request.choiceQuery("status", FormSubmission.Status.self),
            conversation: try request.uuidQuery("session"), contact: try request.uuidQuery("contact"))
        let page = try await forms.submissions(
            in: business.id, matching: filter, after: try request.uuidQuery("after"), limit: limit)
        return ListResponse(page.map(FormSubmissionResource.init), limit: limit) { $0.id }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> FormSubmissionResource {
        FormSubmissionResource(try await submission(request, context))
    }

    /// Asks the form's first question in a chat session; a form that is open there goes on.
    @Sendable func start(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<FormSubmissionResource>
    {
        let business = try await context.managedBusiness(in: businesses, for: .converse)
        let input = try await request.decode(as: StartRequest.self, context: context)
        let session = input.sessionID.lowercased()
        guard UUIDv7.isValid(session) else { throw APIError.notFound("chat session") }
        let form = input.formID?.lowercased()
        let describe: @Sendable (FormTurn) -> AuditNote = { turn in
            let made = turn.messages.last?.form?.submission
            return AuditNote("form-submission/\(made ?? "")", after: ["session_id": session])
        }
        guard form.map(UUIDv7.isValid) ?? true,
            let submission = try await context.audited(
                "form-submission.start", in: [business.id], describe,
                { try await desk.startForm(form, in: session, of: business.id) })
        else {
            throw APIError(
                status: .conflict, code: "no_form",
                message: "There is no such form with a question to ask: make one, or add a question to it.")
        }
        return EditedResponse(status: .created, response: FormSubmissionResource(submission))
    }

    @Sendable func cancel(_ request: Request, _ context: DeskRequestContext) async throws -> FormSubmissionResource {
        let stored = try await submission(request, context)
        let note = AuditNote(
            "form-submission/\(stored.id)", before: FormSubmissionResource(stored),
            after: ["status": FormSubmission.Status.cancelled.rawValue])
        guard stored.status == .open,
            let ended = try await context.audited(
                "form-submission.cancel", in: stored.business, note,
                { try await desk.cancelForm(in: stored.conversation, of: stored.business) })
        else {
            throw APIError(
                status: .conflict, code: "not_open", message: "The submission is over already: nothing is to cancel.")
        }
        return FormSubmissionResource(ended)
    }

    private func submission(_ request: Request, _ context: DeskRequestContext) async throws -> FormSubmission {
        let business = try await context.managedBusiness(
            in: businesses, for: request.method == .get ? .read : .converse)
        let id = try context.uuidParameter("submission", of: "submission")
        guard let submission = try await forms.submission(id, in: business.id) else {
            throw APIError.notFound("submission")
        }
        return submission
    }
}
