/// Keeps who is told what.
public protocol NotificationStore: Sendable {
    /// The defaults when nothing was set.
    func notificationSettings(of business: BusinessID) async throws -> NotificationSettings
    /// - Throws: `StoreError.notFound` without the business.
    func setNotificationSettings(_ settings: NotificationSettings, of business: BusinessID) async throws
}

/// Says that something happened: webhooks and people who want to know are told. For those who have no transaction to
/// do it in; a store does it in the transaction of the change itself.
public protocol EventStore: Sendable {
    func emit(_ event: DeskEvent) async throws
}
