public import DeskModel
import Foundation

/// Sends mails by way of the outbox.
public struct OutboxMailer: Mailer {
    public let isSetUp: Bool
    private let store: any OutboxStore

    /// - Parameter isSetUp: whether there is a server to send them through.
    public init(store: any OutboxStore, isSetUp: Bool) {
        self.store = store
        self.isSetUp = isSetUp
    }

    public func send(_ email: Email, for business: BusinessID, key: String?, lifetime: Int64) async throws {
        let payload = String(decoding: try JSONEncoder().encode(OutboxMail.message(email)), as: UTF8.self)
        try await store.enqueue([
            OutboxDraft(
                business: business, kind: .email, lane: email.to.text.lowercased(), payload: payload,
                key: key.map { "mail:\($0)" }, expiresAt: Timestamp.now().advanced(byMilliseconds: lifetime))
        ])
    }
}
