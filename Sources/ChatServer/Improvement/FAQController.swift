import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/faqs`: the owner's own answers.
struct FAQController {
    let businesses: any BusinessStore
    let editor: FAQEditor

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/faqs", use: list)
        router.post("api/businesses/:business/faqs", use: create)
        router.get("api/businesses/:business/faqs/:faq", use: get)
        router.patch("api/businesses/:business/faqs/:faq", use: update)
        router.delete("api/businesses/:business/faqs/:faq", use: delete)
        router.post("api/businesses/:business/faqs/:faq/approve", use: approve)
    }

    struct CreateRequest: Decodable {
        let question: String
        let variants: [String]?
        let answer: String?
        let language: String?
        let citations: [FAQEditor.CitationInput]?
        /// RFC 3339, or the first day of the business on which it is said.
        let validFrom: String?
        /// RFC 3339, or the last day of the business on which it is said.
        let validUntil: String?
        let status: FAQ.Status?
        let priority: Int?
        let source: FAQ.Source?

        enum CodingKeys: String, CodingKey {
            case question, variants, answer, language, citations
            case validFrom = "valid_from"
            case validUntil = "valid_until"
            case status, priority, source
        }
    }

    /// What is left out stays; null clears language and validity.
    struct UpdateRequest: Decodable {
        let question: String?
        let variants: [String]?
        let answer: String?
        let language: Change<String>
        let citations: [FAQEditor.CitationInput]?
        let validFrom: Change<String>
        let validUntil: Change<String>
        let status: FAQ.Status?
        let priority: Int?

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CreateRequest.CodingKeys.self)
            question = try container.decodeIfPresent(String.self, forKey: .question)
            variants = try container.decodeIfPresent([String].self, forKey: .variants)
            answer = try container.decodeIfPresent(String.self, forKey: .answer)
            language = try container.change(String.self, forKey: .language)
            citations = try container.decodeIfPresent([FAQEditor.CitationInput].self, forKey: .citations)
            validFrom = try container.change(String.self, forKey: .validFrom)
            validUntil = try container.change(String.self, forKey: .validUntil)
            status = try container.decodeIfPresent(FAQ.Status.self, forKey: .status)
            priority = try container.decodeIfPresent(Int.self, forKey: .priority)
        }
    }

    struct FAQResponse: ResponseEncodable {
        let id: FAQID
        let question: String
        let variants: [String]
        let answer: String
        let language: String?
        let citations: [Citation]
        let validFrom: String?
        let validUntil: String?
        let status: FAQ.Status
        /// Whether customers are told it now.
        let live: Bool
        let priority: Int
        let source: FAQ.Source
        let createdAt: String
        let updatedAt: String

        init(_ faq: FAQ) {
            id = faq.id
            question = faq.question
            variants = faq.variants
            answer = faq.answer
            language = faq.language
            citations = faq.citations
            validFrom = faq.validFrom?.iso8601
            validUntil = faq.validUntil?.iso8601
            status = faq.status
            live = faq.isLive(at: .now())
            priority = faq.priority
            source = faq.source
            createdAt = faq.createdAt.iso8601
            updatedAt = faq.updatedAt.iso8601
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<FAQResponse> {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await editor.faqs.faqs(
            in: business.id, status: try request.choiceQuery("status", FAQ.Status.self),
            after: try request.uuidQuery("after"), limit: limit)
        return ListResponse(page.map(FAQResponse.init), limit: limit) { $0.id }
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<FAQResponse>
    {
        let business = try await context.managedBusiness(in: businesses, for: .editContent)
        let input = try await request.decode(as: CreateRequest.self, context: context)
        let now = Timestamp.now()
        let faq = FAQ(
            id: UUIDv7.next(now: now), business: business.id, question: input.question,
            variants: input.variants ?? [], answer: input.answer ?? "", language: input.language,
            citations: try await editor.citations(input.citations ?? [], in: business.id),
            validFrom: try input.validFrom.map { try Self.first($0, at: business) },
            validUntil: try input.validUntil.map { try Self.last($0, at: business) },
            status: input.status ?? .draft, priority: input.priority ?? 0, source: input.source ?? .manual,
            createdAt: now, updatedAt: now)
        let note = AuditNote("faq/\(faq.id)", after: FAQResponse(faq))
        let stored = try await context.audited("faq.create", in: business.id, note) { try await editor.create(faq) }
        return EditedResponse(status: .created, response: FAQResponse(stored))
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> FAQResponse {
        FAQResponse(try await faq(context, for: .read))
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> FAQResponse {
        let business = try await context.managedBusiness(in: businesses, for: .editContent)
        let stored = try await faq(context, of: business)
        let input = try await request.decode(as: UpdateRequest.self, context: context)
        let citations =
            if let given = input.citations { try await editor.citations(given, in: stored.business) } else {
                stored.citations
            }
        let faq = FAQ(
            id: stored.id, business: stored.business, question: input.question ?? stored.question,
            variants: input.variants ?? stored.variants, answer: input.answer ?? stored.answer,
            language: input.language.applied(to: stored.language), citations: citations,
            validFrom: try input.validFrom.map { try Self.first($0, at: business) }.applied(to: stored.validFrom),
            validUntil: try input.validUntil.map { try Self.last($0, at: business) }.applied(to: stored.validUntil),
            status: input.status ?? stored.status, priority: input.priority ?? stored.priority, source: stored.source,
            createdAt: stored.createdAt, updatedAt: .now())
        return try await save(faq, replacing: stored, "faq.update", context)
    }

    @Sendable func approve(_ request: Request, _ context: DeskRequestContext) async throws -> FAQResponse {
        let stored = try await faq(context)
        let faq = FAQ(
            id: stored.id, business: stored.business, question: stored.question, variants: stored.variants,
            answer: stored.answer, language: stored.language, citations: stored.citations, validFrom: stored.validFrom,
            validUntil: stored.validUntil, status: .approved, priority: stored.priority, source: stored.source,
            createdAt: stored.createdAt, updatedAt: .now())
        return try await save(faq, replacing: stored, "faq.approve", context)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await faq(context)
        let note = AuditNote("faq/\(stored.id)", before: FAQResponse(stored))
        let isFound = try await context.audited("faq.delete", in: stored.business, note) {
            try await editor.faqs.deleteFAQ(stored.id, in: stored.business)
        }
        guard isFound else { throw APIError.notFound("FAQ") }
        return Response(status: .noContent)
    }

    private static func first(_ text: String, at business: Business) throws(APIError) -> Timestamp {
        try DayOrMoment(text, "valid_from", at: business).start
    }

    /// A day is the last one, as on the page.
    private static func last(_ text: String, at business: Business) throws(APIError) -> Timestamp {
        try DayOrMoment(text, "valid_until", at: business).end
    }

    private func save(
        _ faq: FAQ, replacing stored: FAQ, _ action: String, _ context: DeskRequestContext
    ) async throws -> FAQResponse {
        let note = AuditNote("faq/\(faq.id)", before: FAQResponse(stored), after: FAQResponse(faq))
        return FAQResponse(
            try await context.audited(action, in: faq.business, note) { try await editor.update(faq) })
    }

    private func faq(_ context: DeskRequestContext, for permission: Permission = .editContent) async throws -> FAQ {
        try await faq(context, of: try await context.managedBusiness(in: businesses, for: permission))
    }

    private func faq(_ context: DeskRequestContext, of business: Business) async throws -> FAQ {
        let id = try context.uuidParameter("faq", of: "FAQ")
        guard let faq = try await editor.faqs.faq(id, in: business.id) else { throw APIError.notFound("FAQ") }
        return faq
    }
}

extension Change {
    fileprivate func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Change<Other> {
        switch self {
        case .unchanged: .unchanged
        case .cleared: .cleared
        case .set(let value): .set(try transform(value))
        }
    }
}
