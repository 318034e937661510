import DeskModel
import HTTPTypes
import Hummingbird

/// The pages of webhooks: where events are sent, what became of each, and sending one again.
struct WebhookPages {
    let shell: DashboardShell
    let webhooks: any WebhookStore
    let outbox: any OutboxStore
    let allowsPrivateNetworks: Bool

    private static let limit = 50

    struct Row: Sendable {
        let id: WebhookID
        let target: String
        let about: String
        let events: String
        let url: String
        let state: String
        let status: String
        let reason: String?
        let isOn: Bool
        let deleteText: String

        init(_ webhook: Webhook, visit: Visit) {
            id = webhook.id
            target = webhook.url
            about = webhook.description
            events =
                webhook.events.isEmpty
                ? visit.texts["all_events"] : webhook.events.map(\.rawValue).sorted().joined(separator: ", ")
            url = "\(visit.base)webhooks/\(webhook.id)"
            state = visit.texts[webhook.isEnabled ? "webhook_on" : "webhook_off"]
            status = webhook.isEnabled ? "ready" : "failed"
            reason = webhook.disabledReason
            isOn = webhook.isEnabled
            deleteText = visit.texts.fill("delete_webhook_text", ["url": webhook.url])
        }
    }

    struct View: Sendable {
        let rows: [Row]
        let isEmpty: Bool
        let action: String
        let events: [String]
        let secret: String?
    }

    struct DetailsView: Sendable {
        let row: Row
        let deliveries: [DeliveryRow]
        let isEmpty: Bool
        let backURL: String
    }

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("webhooks", use: list)
        router.post("webhooks", use: create)
        router.get("webhooks/:webhook", use: details)
        router.post("webhooks/:webhook/test", use: test)
        router.post("webhooks/:webhook/switch", use: turn)
        router.get("webhooks/:webhook/delete", use: confirmDeletion)
        router.post("webhooks/:webhook/delete", use: delete)
        router.post("webhooks/:webhook/deliveries/:delivery/replay", use: replay)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await listPage(try await shell.visit(request, context, for: .manageBusiness), secret: nil)
    }

    /// Makes a webhook and shows its secret: this page is the only one that ever does, so it is no redirect.
    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let fields = try await shell.fields(request, visit)
        let input = WebhookInput(
            url: fields["url"], events: fields.all("event"), description: fields["description"], enabled: true)
        let webhook = try input.applied(
            to: Webhook(business: try visit.requireBusiness().id, url: fields["url"]),
            allowsPrivateNetworks: allowsPrivateNetworks)
        try await webhooks.add(webhook, loggedBy: context)
        return try await listPage(visit, secret: webhook.secret.text)
    }

    private func listPage(_ visit: Visit, secret: String?) async throws -> Response {
        let stored = try await webhooks.webhooks(
            in: try visit.requireBusiness().id, conversation: nil, after: nil, limit: Self.limit)
        return shell.page(
            "webhooks", "webhooks", title: visit.texts["nav_webhooks"], visit: visit,
            view: View(
                rows: stored.map { Row($0, visit: visit) }, isEmpty: stored.isEmpty,
                action: "\(visit.base)webhooks", events: DeskEvent.Kind.subscribable.map(\.rawValue).sorted(),
                secret: secret))
    }

    @Sendable func details(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let webhook = try await webhook(context, visit)
        let page = try await outbox.outbox(
            in: webhook.business, kind: .webhook, lane: webhook.id, state: nil, after: nil, limit: Self.limit)
        let row = Row(webhook, visit: visit)
        var deliveries: [DeliveryRow] = []
        for entry in page {
            deliveries.append(
                DeliveryRow(
                    entry, log: try await outbox.outboxAttempts(of: entry.id, in: entry.business),
                    url: "\(row.url)/deliveries/\(entry.id)/replay", visit: visit))
        }
        return shell.page(
            "webhook", "webhooks", title: webhook.url, visit: visit, scripts: ["live.js"],
            view: DetailsView(
                row: row, deliveries: deliveries, isEmpty: deliveries.isEmpty, backURL: "\(visit.base)webhooks"))
    }

    @Sendable func test(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, webhook) = try await acting(request, context)
        guard webhook.isEnabled else { throw WebhookController.disabled }
        _ = try await webhooks.testWebhook(webhook.id, in: webhook.business)
        return DashboardShell.redirect(to: visit.page("webhooks/\(webhook.id)", after: .sent))
    }

    @Sendable func turn(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, stored) = try await acting(request, context)
        let input = WebhookInput(url: nil, events: nil, description: nil, enabled: !stored.isEnabled)
        let webhook = try input.applied(to: stored, allowsPrivateNetworks: allowsPrivateNetworks)
        try await webhooks.update(webhook, replacing: stored, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("webhooks/\(webhook.id)", after: .saved))
    }

    @Sendable func replay(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, webhook) = try await acting(request, context)
        let id = try context.uuidParameter("delivery", of: "delivery")
        guard let entry = try await outbox.outboxEntry(id, in: webhook.business), entry.kind == .webhook,
            entry.lane == webhook.id
        else { throw APIError.notFound("delivery") }
        guard webhook.isEnabled else { throw WebhookController.disabled }
        try await outbox.replay(id, in: webhook.business, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("webhooks/\(webhook.id)", after: .sent))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let row = Row(try await webhook(context, visit), visit: visit)
        return shell.confirmation(
            "webhooks", visit: visit,
            Confirmation(
                heading: visit.texts["delete_webhook"], text: row.deleteText, action: visit.texts["delete"],
                url: "\(row.url)/delete", backURL: "\(visit.base)webhooks"))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, webhook) = try await acting(request, context)
        try await webhooks.delete(webhook, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("webhooks", after: .deleted))
    }

    private func acting(_ request: Request, _ context: DeskRequestContext) async throws -> (Visit, Webhook) {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        _ = try await shell.fields(request, visit)
        return (visit, try await webhook(context, visit))
    }

    private func webhook(_ context: DeskRequestContext, _ visit: Visit) async throws -> Webhook {
        let id = try context.uuidParameter("webhook", of: "webhook")
        guard let found = try await webhooks.webhook(id, in: try visit.requireBusiness().id) else {
            throw APIError.notFound("webhook")
        }
        return found
    }
}
