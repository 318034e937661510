import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/notices`: what the owner should look at.
struct NoticeController {
    let businesses: any BusinessStore
    let notices: any NoticeStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/notices", use: list)
        router.post("api/businesses/:business/notices/:notice/dismiss", use: dismiss)
        router.post("api/businesses/:business/notices/:notice/confirm", use: confirm)
        router.delete("api/businesses/:business/notices/:notice", use: delete)
    }

    struct NoticeResponse: ResponseEncodable {
        struct Side: Encodable {
            let documentId: DocumentID
            let title: String
            let page: Int
            let quote: String
            let value: String
            let effectiveAt: String?

            init(_ side: Contradiction.Side) {
                documentId = side.document
                title = side.title
                page = side.page
                quote = side.quote
                value = side.value
                effectiveAt = side.effectiveAt?.iso8601
            }
        }

        struct Pair: Encodable {
            let subject: String
            /// The side that answers are made from.
            let newer: Side
            let older: Side
        }

        struct ModelChange: Encodable {
            let before: RegressionController.RunResponse
            let after: RegressionController.RunResponse
        }

        struct Alert: Encodable {
            let event: DeskEvent.Kind
            let headline: String
            let detail: String
            let page: String?
        }

        let id: NoticeID
        let kind: String
        let status: Notice.Status
        let createdAt: String
        let contradiction: Pair?
        let modelChange: ModelChange?
        let alert: Alert?

        init(_ notice: Notice, status: Notice.Status? = nil) {
            id = notice.id
            kind = notice.content.kind
            self.status = status ?? notice.status
            createdAt = notice.createdAt.iso8601
            switch notice.content {
            case .contradiction(let found):
                let pair = found.standing(at: .now())
                contradiction = Pair(subject: pair.subject, newer: Side(pair.newer), older: Side(pair.older))
                modelChange = nil
                alert = nil
            case .modelChange(let change):
                contradiction = nil
                modelChange = ModelChange(
                    before: RegressionController.RunResponse(change.before),
                    after: RegressionController.RunResponse(change.after))
                alert = nil
            case .alert(let told):
                contradiction = nil
                modelChange = nil
                alert = Alert(event: told.event, headline: told.headline, detail: told.detail, page: told.page?.path)
            }
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<NoticeResponse>
    {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await notices.notices(
            in: business.id, status: try request.choiceQuery("status", Notice.Status.self),
            after: try request.uuidQuery("after"), limit: limit)
        return ListResponse(page.map { NoticeResponse($0) }, limit: limit) { $0.id }
    }

    @Sendable func dismiss(_ request: Request, _ context: DeskRequestContext) async throws -> NoticeResponse {
        try await set(.dismissed, context)
    }

    /// Lets a change of model that waits go on; other kinds wait for nothing.
    @Sendable func confirm(_ request: Request, _ context: DeskRequestContext) async throws -> NoticeResponse {
        let notice = try await notice(context)
        guard case .modelChange = notice.content else {
            throw APIError(
                status: .conflict, code: "nothing_waits", message: "Nothing waits for this notice: dismiss it instead.")
        }
        return try await set(.confirmed, context)
    }

    /// Forgets the notice: what it says is looked at again, and told again if it still holds.
    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let notice = try await notice(context)
        let note = AuditNote("notice/\(notice.id)", before: NoticeResponse(notice))
        _ = try await context.audited("notice.delete", in: notice.business, note) {
            try await notices.withdraw(notice.key, in: notice.business)
        }
        return Response(status: .noContent)
    }

    private func set(_ status: Notice.Status, _ context: DeskRequestContext) async throws -> NoticeResponse {
        let notice = try await notice(context)
        let note = AuditNote(
            "notice/\(notice.id)", before: NoticeResponse(notice), after: NoticeResponse(notice, status: status))
        let isFound = try await context.audited("notice.\(status.rawValue)", in: notice.business, note) {
            try await notices.setStatus(status, of: notice.id, in: notice.business)
        }
        guard isFound else { throw APIError.notFound("notice") }
        return NoticeResponse(notice, status: status)
    }

    private func notice(_ context: DeskRequestContext) async throws -> Notice {
        let business = try await context.managedBusiness(in: businesses, for: .editContent)
        let id = try context.uuidParameter("notice", of: "notice")
        guard let notice = try await notices.notice(id, in: business.id) else { throw APIError.notFound("notice") }
        return notice
    }
}
