public import DeskModel

/// What leaves the desk by itself: webhooks, notifications, and the outbox that both go through.
public struct OutgoingStores: Sendable {
    public let webhooks: any WebhookStore
    public let outbox: any OutboxStore
    public let notifications: any NotificationStore
    /// Whether there is a mail server.
    public let isEmailSetUp: Bool
    /// Whether webhooks may be plain http, and in the private network.
    public let allowsPrivateNetworks: Bool

    public init(
        webhooks: any WebhookStore, outbox: any OutboxStore, notifications: any NotificationStore, isEmailSetUp: Bool,
        allowsPrivateNetworks: Bool
    ) {
        self.webhooks = webhooks
        self.outbox = outbox
        self.notifications = notifications
        self.isEmailSetUp = isEmailSetUp
        self.allowsPrivateNetworks = allowsPrivateNetworks
    }
}
