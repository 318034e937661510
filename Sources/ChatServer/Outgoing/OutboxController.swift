import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/outbox`: everything that was sent or is to be, and what was given up.
struct OutboxController {
    let businesses: any BusinessStore
    let outbox: any OutboxStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/outbox", use: list)
        router.get("api/businesses/:business/outbox/:entry", use: get)
        router.post("api/businesses/:business/outbox/:entry/replay", use: replay)
    }

    static let notReplayable = APIError(
        status: .conflict, code: "not_replayable",
        message: "It is waiting to be sent already, or its content was erased because it held a secret.")

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        DeliveryResponse
    > {
        let business = try await context.managedBusiness(in: businesses)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await outbox.outbox(
            in: business.id, kind: try request.choiceQuery("kind", OutboxEntry.Kind.self), lane: nil,
            state: try request.choiceQuery("state", OutboxEntry.State.self), after: try request.uuidQuery("after"),
            limit: limit)
        return ListResponse(page.map { DeliveryResponse($0) }, limit: limit) { $0.id }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> DeliveryResponse {
        let entry = try await entry(context)
        return DeliveryResponse(entry, log: try await outbox.outboxAttempts(of: entry.id, in: entry.business))
    }

    @Sendable func replay(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<DeliveryResponse>
    {
        let entry = try await entry(context)
        try await outbox.replay(entry.id, in: entry.business, loggedBy: context)
        guard let replayed = try await outbox.outboxEntry(entry.id, in: entry.business) else {
            throw Self.notReplayable
        }
        return EditedResponse(status: .accepted, response: DeliveryResponse(replayed))
    }

    private func entry(_ context: DeskRequestContext) async throws -> OutboxEntry {
        let business = try await context.managedBusiness(in: businesses)
        let id = try context.uuidParameter("entry", of: "outbox entry")
        guard let entry = try await outbox.outboxEntry(id, in: business.id) else {
            throw APIError.notFound("outbox entry")
        }
        return entry
    }
}
