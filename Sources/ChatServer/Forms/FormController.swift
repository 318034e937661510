import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/forms` and `/api/forms/{form}`.
struct FormController {
    let businesses: any BusinessStore
    let forms: any FormStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/forms", use: list)
        router.post("api/businesses/:business/forms", use: create)
        router.get("api/forms/:form", use: get)
        router.patch("api/forms/:form", use: update)
        router.delete("api/forms/:form", use: delete)
    }

    struct CreateRequest: Decodable {
        let name: String
        let keywords: [String]?
        let enabled: Bool?
        let timeoutHours: Int?
        let questions: [FormQuestionController.QuestionInput]?

        enum CodingKeys: String, CodingKey {
            case name, keywords, enabled, questions
            case timeoutHours = "timeout_hours"
        }
    }

    /// What is left out stays.
    struct UpdateRequest: Decodable {
        let name: String?
        let keywords: [String]?
        let enabled: Bool?
        let timeoutHours: Int?

        enum CodingKeys: String, CodingKey {
            case name, keywords, enabled
            case timeoutHours = "timeout_hours"
        }
    }

    private static let mostAtOnce = 100

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<FormResource> {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        return ListResponse(try await forms.forms(in: business.id).map { FormResource($0) }, limit: .max) { $0.id }
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<FormResource>
    {
        let business = try await context.managedBusiness(in: businesses, for: .editContent)
        let input = try await request.decode(as: CreateRequest.self, context: context)
        let now = Timestamp.now()
        let form = try FormInput.validated(
            Form(
                id: UUIDv7.next(now: now), business: business.id, name: input.name, keywords: input.keywords ?? [],
                isEnabled: input.enabled ?? true, timeoutHours: input.timeoutHours ?? 24, createdAt: now))
        let given = input.questions ?? []
        guard given.count <= Self.mostAtOnce else {
            throw FormInput.refusal("questions", "at most \(Self.mostAtOnce) questions")
        }
        var questions: [FormQuestion] = []
        for (index, question) in given.enumerated() {
            questions.append(try FormInput.validated(question.question(of: form, at: index + 1, now: now)))
        }
        let definition = FormDefinition(form: form, questions: questions)
        try await forms.add(definition, loggedBy: context)
        return EditedResponse(status: .created, response: FormResource(definition))
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> FormResource {
        FormResource(
            try await forms.definition(request, context, businesses),
            withDeleted: request.uri.queryParameters["deleted"] == "1")
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> FormResource {
        let stored = try await forms.definition(request, context, businesses)
        let input = try await request.decode(as: UpdateRequest.self, context: context)
        var form = stored.form
        form.name = input.name ?? form.name
        form.keywords = input.keywords ?? form.keywords
        form.isEnabled = input.enabled ?? form.isEnabled
        form.timeoutHours = input.timeoutHours ?? form.timeoutHours
        return FormResource(
            try await forms.update(try FormInput.validated(form), of: stored, loggedBy: context))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await forms.delete(try await forms.definition(request, context, businesses), loggedBy: context)
        return Response(status: .noContent)
    }
}

extension FormStore {
    /// The form of the path, for those who may see it, or change it.
    func definition(
        _ request: Request, _ context: DeskRequestContext, _ businesses: any BusinessStore
    ) async throws -> FormDefinition {
        let id = try context.uuidParameter("form", of: "form")
        let business = try await context.impliedBusiness(
            request, in: businesses, for: request.method == .get ? .read : .editContent)
        guard let definition = try await form(id, in: business.id) else { throw APIError.notFound("form") }
        return definition
    }
}
