import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/forms/{form}/questions`: what a form asks, and in which order.
struct FormQuestionController {
    let businesses: any BusinessStore
    let forms: any FormStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/forms/:form/questions", use: list)
        router.post("api/forms/:form/questions", use: create)
        router.put("api/forms/:form/questions/order", use: order)
        router.patch("api/forms/:form/questions/:question", use: update)
        router.delete("api/forms/:form/questions/:question", use: delete)
    }

    struct QuestionInput: Decodable {
        let questionText: String
        let type: FormQuestion.Kind?
        let required: Bool?
        let choices: [String]?
        let help: String?
        let contactField: FormQuestion.ContactField?

        enum CodingKeys: String, CodingKey {
            case type, required, choices, help
            case questionText = "question_text"
            case contactField = "contact_field"
        }

        func question(of form: Form, at position: Int, now: Timestamp) -> FormQuestion {
            FormQuestion(
                id: UUIDv7.next(now: now), form: form.id, business: form.business, text: questionText,
                kind: type ?? .text, isRequired: required ?? true, choices: choices ?? [], help: help,
                contactField: contactField, position: position, createdAt: now)
        }
    }

    /// What is left out stays; null clears help and contact field.
    struct UpdateRequest: Decodable {
        let questionText: String?
        let type: FormQuestion.Kind?
        let required: Bool?
        let choices: [String]?
        let help: Change<String>
        let contactField: Change<FormQuestion.ContactField>
        let deleted: Bool?

        enum CodingKeys: String, CodingKey {
            case type, required, choices, help, deleted
            case questionText = "question_text"
            case contactField = "contact_field"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            questionText = try container.decodeIfPresent(String.self, forKey: .questionText)
            type = try container.decodeIfPresent(FormQuestion.Kind.self, forKey: .type)
            required = try container.decodeIfPresent(Bool.self, forKey: .required)
            choices = try container.decodeIfPresent([String].self, forKey: .choices)
            help = try container.change(String.self, forKey: .help)
            contactField = try container.change(FormQuestion.ContactField.self, forKey: .contactField)
            deleted = try container.decodeIfPresent(Bool.self, forKey: .deleted)
        }
    }

    struct OrderRequest: Decodable { let order: [String] }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws
        -> ListResponse<FormQuestionResource>
    {
        let definition = try await forms.definition(request, context, businesses)
        let isAll = request.uri.queryParameters["deleted"] == "1"
        return ListResponse(
            (isAll ? definition.questions : definition.asked).map(FormQuestionResource.init), limit: .max
        ) { $0.id }
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<FormQuestionResource>
    {
        let definition = try await forms.definition(request, context, businesses)
        let input = try await request.decode(as: QuestionInput.self, context: context)
        let question = try FormInput.validated(input.question(of: definition.form, at: 0, now: .now()))
        let added = try await forms.add(question, loggedBy: context)
        return EditedResponse(status: .created, response: FormQuestionResource(added))
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> FormQuestionResource {
        let stored = try await question(request, context)
        var question = stored
        let input = try await request.decode(as: UpdateRequest.self, context: context)
        question.text = input.questionText ?? question.text
        if let type = input.type, type != question.kind {
            question.kind = type
            // What belongs to the old type goes with it, unless it is given anew.
            question.choices = []
            question.contactField = nil
        }
        question.isRequired = input.required ?? question.isRequired
        question.choices = input.choices ?? question.choices
        question.help = input.help.applied(to: question.help)
        question.contactField = input.contactField.applied(to: question.contactField)
        question.isDeleted = input.deleted ?? question.isDeleted
        return FormQuestionResource(
            try await forms.update(try FormInput.validated(question), replacing: stored, loggedBy: context))
    }

    /// Takes the question out of the form; `PATCH` with `"deleted": false` brings it back.
    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await question(request, context)
        var question = stored
        question.isDeleted = true
        _ = try await forms.update(question, replacing: stored, as: "form-question.delete", loggedBy: context)
        return Response(status: .noContent)
    }

    /// Those that are not named follow behind, in the order they had.
    @Sendable func order(_ request: Request, _ context: DeskRequestContext) async throws
        -> ListResponse<FormQuestionResource>
    {
        let definition = try await forms.definition(request, context, businesses)
        let input = try await request.decode(as: OrderRequest.self, context: context)
        let order = input.order.map { $0.lowercased() }
        let known = Set(definition.questions.map(\.id))
        guard Set(order).count == order.count, order.allSatisfy(known.contains) else {
            throw FormInput.refusal("order", "the ids of questions of this form, each once")
        }
        let ordered = try await forms.order(order, of: definition, loggedBy: context)
        return ListResponse(ordered.asked.map(FormQuestionResource.init), limit: .max) { $0.id }
    }

    private func question(_ request: Request, _ context: DeskRequestContext) async throws -> FormQuestion {
        let definition = try await forms.definition(request, context, businesses)
        let id = try context.uuidParameter("question", of: "question")
        guard let question = definition.questions.first(where: { $0.id == id }) else {
            throw APIError.notFound("question")
        }
        return question
    }
}
