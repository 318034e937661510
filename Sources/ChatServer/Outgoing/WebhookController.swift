import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/webhooks` and their deliveries.
struct WebhookController {
    let businesses: any BusinessStore
    let webhooks: any WebhookStore
    let outbox: any OutboxStore
    let allowsPrivateNetworks: Bool

    func add(to router: some RouterMethods<DeskRequestContext>) {
        let base = "api/businesses/:business/webhooks"
        router.get("\(base)", use: list)
        router.post("\(base)", use: create)
        router.get("\(base)/:webhook", use: get)
        router.patch("\(base)/:webhook", use: update)
        router.delete("\(base)/:webhook", use: delete)
        router.post("\(base)/:webhook/secret", use: rotate)
        router.post("\(base)/:webhook/test", use: test)
        router.get("\(base)/:webhook/deliveries", use: deliveries)
        router.get("\(base)/:webhook/deliveries/:delivery", use: delivery)
        router.post("\(base)/:webhook/deliveries/:delivery/replay", use: replay)
    }

    struct WebhookResponse: ResponseEncodable {
        let id: WebhookID
        let conversationId: ConversationID?
        let url: String
        let events: [DeskEvent.Kind]
        let description: String
        let enabled: Bool
        let disabledReason: String?
        /// Present once, in the answer that made it.
        let secret: String?
        let previousSecretUntil: String?
        let createdAt: String
        let updatedAt: String

        init(_ webhook: Webhook, showsSecret: Bool = false) {
            id = webhook.id
            conversationId = webhook.conversation
            url = webhook.url
            events = webhook.events.sorted { $0.rawValue < $1.rawValue }
            description = webhook.description
            enabled = webhook.isEnabled
            disabledReason = webhook.disabledReason
            secret = showsSecret ? webhook.secret.text : nil
            previousSecretUntil = webhook.previousSecretUntil?.iso8601
            createdAt = webhook.createdAt.iso8601
            updatedAt = webhook.updatedAt.iso8601
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        WebhookResponse
    > {
        let business = try await context.managedBusiness(in: businesses)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await webhooks.webhooks(
            in: business.id, conversation: nil, after: try request.uuidQuery("after"), limit: limit)
        return ListResponse(page.map { WebhookResponse($0) }, limit: limit) { $0.id }
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<WebhookResponse>
    {
        let business = try await context.managedBusiness(in: businesses)
        let input = try await request.decode(as: WebhookInput.self, context: context)
        guard let url = input.url else {
            throw APIError.badRequest("invalid_request", "The field `url` is missing.", field: "url")
        }
        let webhook = try input.applied(
            to: Webhook(business: business.id, url: url), allowsPrivateNetworks: allowsPrivateNetworks)
        try await webhooks.add(webhook, loggedBy: context)
        return EditedResponse(status: .created, response: WebhookResponse(webhook, showsSecret: true))
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> WebhookResponse {
        WebhookResponse(try await webhook(context))
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> WebhookResponse {
        let stored = try await webhook(context)
        let input = try await request.decode(as: WebhookInput.self, context: context)
        let webhook = try input.applied(to: stored, allowsPrivateNetworks: allowsPrivateNetworks)
        try await webhooks.update(webhook, replacing: stored, loggedBy: context)
        return WebhookResponse(webhook)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await webhooks.delete(try await webhook(context), loggedBy: context)
        return Response(status: .noContent)
    }

    /// Makes a new secret; events are signed with both for a day.
    @Sendable func rotate(_ request: Request, _ context: DeskRequestContext) async throws -> WebhookResponse {
        let stored = try await webhook(context)
        var webhook = stored
        webhook.rotateSecret(at: .now())
        try await webhooks.update(webhook, replacing: stored, as: "webhook.rotate-secret", loggedBy: context)
        return WebhookResponse(webhook, showsSecret: true)
    }

    @Sendable func test(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<DeliveryResponse>
    {
        let webhook = try await webhook(context)
        guard webhook.isEnabled else { throw Self.disabled }
        let id = try await webhooks.testWebhook(webhook.id, in: webhook.business)
        return EditedResponse(status: .accepted, response: try await response(id, of: webhook))
    }

    // MARK: Deliveries

    @Sendable func deliveries(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        DeliveryResponse
    > {
        let webhook = try await webhook(context)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await outbox.outbox(
            in: webhook.business, kind: .webhook, lane: webhook.id,
            state: try request.choiceQuery("state", OutboxEntry.State.self), after: try request.uuidQuery("after"),
            limit: limit)
        var responses: [DeliveryResponse] = []
        for entry in page {
            responses.append(
                DeliveryResponse(entry, log: try await outbox.outboxAttempts(of: entry.id, in: entry.business)))
        }
        return ListResponse(responses, limit: limit) { $0.id }
    }

    @Sendable func delivery(_ request: Request, _ context: DeskRequestContext) async throws -> DeliveryResponse {
        let (webhook, entry) = try await entry(context)
        return try await response(entry.id, of: webhook)
    }

    @Sendable func replay(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<DeliveryResponse>
    {
        let (webhook, entry) = try await entry(context)
        guard webhook.isEnabled else { throw Self.disabled }
        try await outbox.replay(entry.id, in: entry.business, loggedBy: context)
        return EditedResponse(status: .accepted, response: try await response(entry.id, of: webhook))
    }

    static let disabled = APIError(
        status: .conflict, code: "webhook_disabled", message: "The webhook is disabled: enable it first.")

    private func response(_ id: OutboxID, of webhook: Webhook) async throws -> DeliveryResponse {
        guard let entry = try await outbox.outboxEntry(id, in: webhook.business) else {
            throw APIError.notFound("delivery")
        }
        let log = try await outbox.outboxAttempts(of: id, in: webhook.business)
        return DeliveryResponse(entry, log: log, showsRequest: true)
    }

    private func entry(_ context: DeskRequestContext) async throws -> (Webhook, OutboxEntry) {
        let webhook = try await webhook(context)
        let id = try context.uuidParameter("delivery", of: "delivery")
        guard let entry = try await outbox.outboxEntry(id, in: webhook.business), entry.kind == .webhook,
            entry.lane == webhook.id
        else { throw APIError.notFound("delivery") }
        return (webhook, entry)
    }

    private func webhook(_ context: DeskRequestContext) async throws -> Webhook {
        let business = try await context.managedBusiness(in: businesses)
        let id = try context.uuidParameter("webhook", of: "webhook")
        guard let webhook = try await webhooks.webhook(id, in: business.id) else { throw APIError.notFound("webhook") }
        return webhook
    }
}
