public import DeskModel
import Foundation
public import Transfer

/// Sends mails through the operator's server.
public struct EmailSender: OutboxSender {
    public var policy: DeliveryPolicy
    private let client: SMTPClient
    private let from: Mailbox
    private let publicURL: String?
    private let business: @Sendable (BusinessID) async throws -> Business?

    /// - Parameters:
    ///   - publicURL: of the desk's pages, for links.
    ///   - business: looks up the name that mails are sent in (`BusinessStore.business`).
    public init(
        client: SMTPClient, from: Mailbox, publicURL: String?,
        business: @escaping @Sendable (BusinessID) async throws -> Business?, policy: DeliveryPolicy = .email
    ) {
        self.client = client
        self.from = from
        self.publicURL = publicURL
        self.business = business
        self.policy = policy
    }

    public func send(_ entry: OutboxEntry) async -> DeliveryResult {
        let email: Email
        let name: String
        do {
            name = try await business(entry.business)?.name ?? ""
            guard let found = try Self.email(entry, business: name, publicURL: publicURL) else {
                return DeliveryResult(.refused, error: "There is no mail in it, or no address.")
            }
            email = found
        } catch is DecodingError {
            return DeliveryResult(.refused, error: "There is no mail in it.")
        } catch {
            return DeliveryResult(Task.isCancelled ? .interrupted : .failed, error: "The database could not be read.")
        }
        let sender = from.name.isEmpty ? Mailbox(name: name, address: from.address) : from
        let message = MIMEMessage(email: email, from: sender, id: entry.id, date: entry.createdAt)
        do {
            try await client.send(message.bytes, from: from.address.text, to: email.to.text)
            return DeliveryResult(.delivered, status: 250, isConfidential: email.isConfidential)
        } catch {
            return Self.result(error, isConfidential: email.isConfidential)
        }
    }

    private static func email(_ entry: OutboxEntry, business: String, publicURL: String?) throws -> Email? {
        switch try JSONDecoder().decode(OutboxMail.self, from: Data(entry.payload.utf8)) {
        case .message(let email): return email
        case .notifications(let digest):
            return EmailAddress(digest.recipient).map {
                NotificationMail.email(digest, to: $0, business: business, publicURL: publicURL)
            }
        }
    }

    private static func result(_ error: SMTPError, isConfidential: Bool) -> DeliveryResult {
        let outcome: DeliveryResult.Outcome =
            switch error.reason {
            case .refused, .invalidMessage: .refused
            // The operator can mend these, and the mail is still wanted then.
            case .deferred, .unauthenticated, .insecure, .unreachable, .timedOut, .interrupted: .failed
            case .cancelled: .interrupted
            }
        return DeliveryResult(
            outcome, status: error.replyCode, error: error.detail, isConfidential: isConfidential)
    }
}

extension DeliveryPolicy {
    /// One server, which limits how much it takes at once.
    public static let email = DeliveryPolicy(schedule: .email, maximumConcurrent: 4)
}
