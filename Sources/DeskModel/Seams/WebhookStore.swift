/// Keeps the webhooks of businesses.
public protocol WebhookStore: Sendable {
    /// - Throws: `StoreError.notFound` without the business or conversation, `StoreError.full`.
    func add(_ webhook: Webhook) async throws
    /// Newest first, starting after `after`. - Parameter conversation: that one's own; the business's own without.
    func webhooks(
        in business: BusinessID, conversation: ConversationID?, after: WebhookID?, limit: Int
    ) async throws -> [Webhook]
    func webhook(_ id: WebhookID, in business: BusinessID) async throws -> Webhook?
    /// Saves all that can change. Disabling gives up what is pending; it can be replayed. - Returns: whether it exists.
    func update(_ webhook: Webhook) async throws -> Bool
    /// Removes it with its deliveries. - Returns: whether it existed.
    func deleteWebhook(_ id: WebhookID, in business: BusinessID) async throws -> Bool
    /// Disables it because its target failed too long or is gone, gives up what is pending, and tells the owner.
    func disableWebhook(_ id: WebhookID, in business: BusinessID, reason: String) async throws
    /// Sends it a `webhook.test` event. - Returns: the delivery. - Throws: `StoreError.notFound`.
    func testWebhook(_ id: WebhookID, in business: BusinessID) async throws -> OutboxID
}
