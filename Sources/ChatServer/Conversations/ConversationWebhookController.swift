import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/conversations/{conversation}/webhooks`: who is told of one conversation.
struct ConversationWebhookController {
    let access: ResourceAccess
    let webhooks: any WebhookStore
    let allowsPrivateNetworks: Bool

    /// As with Twilio.
    static let mostWebhooks = 5

    func add(to router: some RouterMethods<DeskRequestContext>) {
        let path = "api/conversations/:sid/webhooks"
        router.get(RouterPath(path), use: list)
        router.post(RouterPath(path), use: create)
        router.get(RouterPath("\(path)/:webhook"), use: get)
        router.delete(RouterPath("\(path)/:webhook"), use: delete)
    }

    struct WebhookResponse: Encodable {
        struct Configuration: Encodable {
            let url: String
            let method: String
            let filters: [String]
        }

        let sid: String
        let id: WebhookID
        let accountSid: String
        let conversationSid: String
        let target: String
        let configuration: Configuration
        let dateCreated: String
        let dateUpdated: String
        let url: String
        let enabled: Bool
        /// Signs what is sent (Standard Webhooks). Present once, in the reply that made the webhook.
        let secret: String?

        init(_ webhook: Webhook, of conversation: ConversationID, showsSecret: Bool = false) {
            sid = ResourceKind.webhook.sid(webhook.id)
            id = webhook.id
            accountSid = ResourceKind.sid(webhook.business)
            conversationSid = ResourceKind.conversation.sid(conversation)
            target = "webhook"
            configuration = Configuration(
                url: webhook.url, method: "POST", filters: webhook.events.map(\.rawValue).sorted())
            dateCreated = webhook.createdAt.iso8601
            dateUpdated = webhook.updatedAt.iso8601
            url = "/api/conversations/\(conversationSid)/webhooks/\(sid)"
            enabled = webhook.isEnabled
            secret = showsSecret ? webhook.secret.text : nil
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let conversation = try await access.conversation(request, context)
        let page = try PageRequest(request)
        let found = try await webhooks.webhooks(
            in: conversation.business, conversation: conversation.id, after: try page.id(.webhook),
            limit: page.limit + 1)
        return try ResourceList(
            "webhooks", found.map { WebhookResponse($0, of: conversation.id) }, page: page,
            links: PageLinks(request, publicURL: access.origins.publicURL), cursor: \.id
        ).response(context)
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let conversation = try await access.conversation(request, context, for: .manageBusiness)
        let webhook = try Self.webhook(
            try await RequestFields.of(request), of: conversation, id: context.newResourceID(),
            allowsPrivateNetworks: allowsPrivateNetworks)
        // A request that comes again after a crash made it before.
        if let made = try await webhooks.webhook(webhook.id, in: conversation.business) {
            return try reply(made, of: conversation.id, .created, request, context)
        }
        let known = try await webhooks.webhooks(
            in: conversation.business, conversation: conversation.id, after: nil, limit: Self.mostWebhooks)
        guard known.count < Self.mostWebhooks else {
            throw APIError.badRequest(
                "too_many", "A conversation has at most \(Self.mostWebhooks) webhooks: delete one first.")
        }
        let note = AuditNote("webhook/\(webhook.id)", after: WebhookResponse(webhook, of: conversation.id))
        try await context.audited("webhook.create", in: conversation.business, note) {
            try await webhooks.add(webhook)
        }
        return try reply(webhook, of: conversation.id, .created, request, context)
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (webhook, conversation) = try await webhook(request, context)
        return try reply(webhook, of: conversation, .ok, request, context)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (webhook, conversation) = try await webhook(request, context)
        _ = try request.requiredVersion(of: Self.tag(webhook))
        let note = AuditNote("webhook/\(webhook.id)", before: WebhookResponse(webhook, of: conversation))
        let isFound = try await context.audited("webhook.delete", in: webhook.business, note) {
            try await webhooks.deleteWebhook(webhook.id, in: webhook.business)
        }
        guard isFound else { throw APIError.notFound("webhook") }
        return Response(status: .noContent)
    }

    // MARK: Requests

    static func webhook(
        _ fields: RequestFields, of conversation: Conversation, id: WebhookID, allowsPrivateNetworks: Bool
    ) throws(APIError) -> Webhook {
        let target = try fields.text("target", 0...20).applied(to: nil) ?? "webhook"
        guard target == "webhook" else { throw RequestFields.refusal("target", "webhook: there are no others") }
        let method = try fields.text("configuration_method", 0...10).applied(to: nil) ?? "POST"
        guard method.uppercased() == "POST" else { throw RequestFields.refusal("configuration.method", "POST") }
        let url = try fields.required(fields["configuration_url"] == nil ? "url" : "configuration_url", 1...2_000)
        let input = WebhookInput(url: url, events: try events(fields), description: nil, enabled: nil)
        return try input.applied(
            to: Webhook(id: id, business: conversation.business, conversation: conversation.id, url: url),
            allowsPrivateNetworks: allowsPrivateNetworks)
    }

    /// Our names of events, or Twilio's of those that ours are.
    private static func events(_ fields: RequestFields) throws(APIError) -> [String]? {
        guard let value = fields["configuration_filters"] ?? fields["events"], value != .null else { return nil }
        let items: [JSONValue] = if case .array(let items) = value { items } else { [value] }
        guard items.count <= 50 else { throw RequestFields.refusal("configuration.filters", "at most 50 events") }
        var names: [String] = []
        for item in items {
            guard case .string(let name) = item else {
                throw RequestFields.refusal("configuration.filters", "a list of events")
            }
            names.append(twilioNames[name] ?? name)
        }
        return names
    }

    private static let twilioNames = [
        "onMessageAdded": "message.created", "onConversationAdded": "conversation.created",
        "onConversationUpdated": "conversation.updated", "onConversationStateUpdated": "conversation.updated",
    ]

    private static func tag(_ webhook: Webhook) -> EntityTag {
        EntityTag(version: Int(truncatingIfNeeded: webhook.updatedAt.milliseconds))
    }

    private func webhook(
        _ request: Request, _ context: DeskRequestContext
    ) async throws -> (Webhook, ConversationID) {
        let conversation = try await access.conversation(request, context, for: .manageBusiness)
        let id = try context.resourceParameter("webhook", .webhook, of: "webhook")
        let found = try await webhooks.webhook(id, in: conversation.business)
        guard let found, found.conversation == conversation.id else { throw APIError.notFound("webhook") }
        return (found, conversation.id)
    }

    private func reply(
        _ webhook: Webhook, of conversation: ConversationID, _ status: HTTPResponse.Status, _ request: Request,
        _ context: DeskRequestContext
    ) throws -> Response {
        let response = WebhookResponse(webhook, of: conversation, showsSecret: status == .created)
        return try ResourceReply.make(
            response, tag: Self.tag(webhook), status: status, location: status == .created ? response.url : nil,
            to: request, context)
    }
}
