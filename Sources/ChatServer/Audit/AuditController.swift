import DeskModel
import Foundation
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/audit-log` and the server's own: who changed what.
struct AuditController {
    let businesses: any BusinessStore
    let log: any AuditStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/audit-log", use: ofServer)
        router.get("api/businesses/:business/audit-log", use: ofBusiness)
    }

    struct EntryResponse: ResponseEncodable {
        struct Actor: Encodable {
            let kind: AuditActor.Kind
            let id: String?
            let name: String
        }

        let sequence: Int64
        let at: String
        let actor: Actor
        let address: String
        let action: String
        let resource: String
        /// JSON as text, so that the log shows what it holds whatever it is.
        let before: String?
        let after: String?
        let hash: String

        init(_ entry: AuditEntry) {
            let draft = entry.draft
            sequence = entry.sequence
            at = entry.at.iso8601
            actor = Actor(
                kind: draft.actor.kind, id: draft.actor.id.isEmpty ? nil : draft.actor.id, name: draft.actor.name)
            address = draft.address
            action = draft.action
            resource = draft.resource
            before = draft.before
            after = draft.after
            hash = entry.hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
    }

    @Sendable func ofBusiness(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        EntryResponse
    > {
        try await page(of: context.managedBusiness(in: businesses, for: .readAudit).id, request)
    }

    @Sendable func ofServer(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        EntryResponse
    > {
        try context.principal.requireOperator()
        return try await page(of: nil, request)
    }

    private func page(of business: BusinessID?, _ request: Request) async throws -> ListResponse<EntryResponse> {
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let after = try request.integerQuery("after", in: 0...Int.max, default: 0)
        func text(_ name: String) throws(APIError) -> String? {
            guard let text = request.uri.queryParameters[Substring(name)], !text.isEmpty else { return nil }
            guard text.count <= 200 else {
                throw .badRequest("invalid_request", "`\(name)` is longer than 200 characters.", field: name)
            }
            return String(text)
        }
        let filter = AuditFilter(
            actor: try text("actor"), action: try text("action"), resource: try text("resource"),
            since: try request.momentQuery("since"), until: try request.momentQuery("until"))
        let entries = try await log.auditEntries(
            of: business, filter, before: after == 0 ? nil : Int64(after), limit: limit)
        return ListResponse(entries.map(EntryResponse.init), limit: limit) { String($0.sequence) }
    }
}
