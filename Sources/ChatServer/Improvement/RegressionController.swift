import Answering
import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/cases`: questions with what must come of them.
struct RegressionController {
    let businesses: any BusinessStore
    let cases: any RegressionStore
    let documents: any DocumentStore
    let answerer: Answerer
    let questions: AdmissionGate

    /// Time in which a run begins the last case: it waits on one connection, and a language model may be slow.
    private static let longestRun = Duration.seconds(30)

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/cases", use: list)
        router.post("api/businesses/:business/cases", use: create)
        router.post("api/businesses/:business/cases/run", use: run)
        router.get("api/businesses/:business/cases/:case", use: get)
        router.delete("api/businesses/:business/cases/:case", use: delete)
    }

    struct CreateRequest: Decodable {
        let question: String
        let contains: String?
        let documentID: DocumentID?
        let page: Int?
        let declines: Bool?

        enum CodingKeys: String, CodingKey {
            case question, contains
            case documentID = "document_id"
            case page, declines
        }
    }

    struct CaseResponse: ResponseEncodable {
        let id: RegressionCaseID
        let question: String
        let contains: String?
        let documentId: DocumentID?
        let page: Int?
        let declines: Bool
        let faqId: FAQID?
        let createdAt: String

        init(_ regressionCase: RegressionCase) {
            id = regressionCase.id
            question = regressionCase.question
            contains = regressionCase.expectation.contains
            documentId = regressionCase.expectation.document
            page = regressionCase.expectation.page
            declines = regressionCase.expectation.declines
            faqId = regressionCase.faq
            createdAt = regressionCase.createdAt.iso8601
        }
    }

    struct RunResponse: ResponseEncodable {
        let passed: Int
        let total: Int
        let embeddingModel: String
        let results: [RegressionRun.Result]
        let skipped: [RegressionRun.Skipped]
        let createdAt: String

        init(_ run: RegressionRun) {
            passed = run.passed
            total = run.total
            embeddingModel = run.embeddingModel
            results = run.results
            skipped = run.skipped
            createdAt = run.createdAt.iso8601
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<CaseResponse> {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await cases.regressionCases(
            in: business.id, after: try request.uuidQuery("after"), limit: limit)
        return ListResponse(page.map(CaseResponse.init), limit: limit) { $0.id }
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<CaseResponse>
    {
        let business = try await context.managedBusiness(in: businesses, for: .editContent)
        let input = try await request.decode(as: CreateRequest.self, context: context)
        return EditedResponse(
            status: .created, response: CaseResponse(try await create(input, in: business.id, context)))
    }

    /// Stores a new case. - Throws: 400 that names what is wrong; 409 when there are too many.
    func create(
        _ input: CreateRequest, in business: BusinessID, _ context: DeskRequestContext
    ) async throws -> RegressionCase {
        let declines = input.declines ?? false
        let expectsAnswer = input.contains != nil || input.documentID != nil || input.page != nil
        guard declines != expectsAnswer else {
            throw APIError.badRequest(
                "invalid_request",
                "Give either `declines` as true, or what the answer must hold: `contains`, "
                    + "`document_id`, or `document_id` with `page`.", field: "declines")
        }
        let document = input.documentID?.lowercased()
        if let document {
            guard UUIDv7.isValid(document), try await documents.document(document, in: business) != nil else {
                throw FAQEditor.refusal("document_id", "the id of a document of the business")
            }
        }
        if let page = input.page, page < 1 || document == nil {
            throw FAQEditor.refusal("page", "a page from 1 of the document that `document_id` names")
        }
        let regressionCase = RegressionCase(
            id: UUIDv7.next(), business: business,
            question: try FAQEditor.text(input.question, "question", 1...FAQEditor.longestQuestion),
            expectation: RegressionCase.Expectation(
                declines: declines,
                contains: try input.contains.map { text throws(APIError) in
                    try FAQEditor.text(text, "contains", 1...FAQEditor.longestAnswer)
                }, document: document, page: input.page), createdAt: .now())
        try await context.audited(
            "case.create", in: business, AuditNote("case/\(regressionCase.id)", after: CaseResponse(regressionCase))
        ) { try await cases.add(regressionCase) }
        return regressionCase
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> CaseResponse {
        CaseResponse(try await regressionCase(context))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await regressionCase(context, for: .editContent)
        let note = AuditNote("case/\(stored.id)", before: CaseResponse(stored))
        let isFound = try await context.audited("case.delete", in: stored.business, note) {
            try await cases.deleteRegressionCase(stored.id, in: stored.business)
        }
        guard isFound else { throw APIError.notFound("regression case") }
        return Response(status: .noContent)
    }

    /// Asks the newest cases, as many as `limit` says and as time allows. Each may cost what a language model's answer
    /// costs, so reading is not enough.
    @Sendable func run(_ request: Request, _ context: DeskRequestContext) async throws -> RunResponse {
        let business = try await context.managedBusiness(in: businesses, for: .editContent)
        let limit = try request.integerQuery("limit", in: 1...1_000, default: 200)
        return RunResponse(try await run(business, limit: limit))
    }

    /// Asks the newest cases of a business.
    func run(_ business: Business, limit: Int) async throws -> RegressionRun {
        try await questions.enter(orThrow: .busy("Too many questions at once: try again.")) {
            let cases = try await cases.regressionCases(in: business.id, after: nil, limit: limit)
            return try await answerer.run(
                cases, in: business, model: business.servedModel ?? "", within: Self.longestRun)
        }
    }

    private func regressionCase(
        _ context: DeskRequestContext, for permission: Permission = .read
    ) async throws -> RegressionCase {
        let business = try await context.managedBusiness(in: businesses, for: permission)
        let id = try context.uuidParameter("case", of: "regression case")
        guard let found = try await cases.regressionCase(id, in: business.id) else {
            throw APIError.notFound("regression case")
        }
        return found
    }
}
