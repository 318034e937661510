import DeskModel

/// Changes of webhooks with their rows in the audit log; for the API and the pages alike.
extension WebhookStore {
    /// - Throws: what `add` throws.
    func add(_ webhook: Webhook, loggedBy context: DeskRequestContext) async throws {
        let note = AuditNote("webhook/\(webhook.id)", after: WebhookController.WebhookResponse(webhook))
        try await context.audited("webhook.create", in: webhook.business, note) { try await add(webhook) }
    }

    /// - Parameter action: what the log calls it; a new secret is saved, too.
    /// - Throws: 404 when it is gone.
    func update(
        _ webhook: Webhook, replacing stored: Webhook, as action: String = "webhook.update",
        loggedBy context: DeskRequestContext
    ) async throws {
        let note = AuditNote(
            "webhook/\(webhook.id)", before: WebhookController.WebhookResponse(stored),
            after: WebhookController.WebhookResponse(webhook))
        let isFound = try await context.audited(action, in: webhook.business, note) { try await update(webhook) }
        guard isFound else { throw APIError.notFound("webhook") }
    }

    /// - Throws: 404 when it is gone.
    func delete(_ stored: Webhook, loggedBy context: DeskRequestContext) async throws {
        let note = AuditNote("webhook/\(stored.id)", before: WebhookController.WebhookResponse(stored))
        let isFound = try await context.audited("webhook.delete", in: stored.business, note) {
            try await deleteWebhook(stored.id, in: stored.business)
        }
        guard isFound else { throw APIError.notFound("webhook") }
    }
}
