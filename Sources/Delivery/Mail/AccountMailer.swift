public import DeskModel

/// Mails people the links to their accounts. What they hold is forgotten once it is sent.
public struct AccountMailer: AccountMail {
    private let mailer: any Mailer

    public init(mailer: any Mailer) { self.mailer = mailer }

    public var isAvailable: Bool { mailer.isSetUp }

    public func enqueue(_ message: AccountMessage) async throws -> Bool {
        guard let address = EmailAddress(message.to.text) else { return false }
        let lifetime = message.expiresAt.milliseconds - Timestamp.now().milliseconds
        try await mailer.send(
            Email(to: address, subject: Self.subject(message), text: Self.text(message), isConfidential: true),
            for: message.business, key: nil, lifetime: max(0, lifetime))
        return true
    }

    private static func subject(_ message: AccountMessage) -> String {
        switch message.kind {
        case .invitation(let business, _, _): "Your invitation to the desk of \(business)"
        case .reset: "A new password for your desk"
        }
    }

    private static func text(_ message: AccountMessage) -> String {
        let until = "\(message.expiresAt.iso8601.prefix(16).replacing("T", with: " ")) UTC"
        return switch message.kind {
        case .invitation(let business, let role, let from):
            """
            \(from) invites you to the desk of \(business), as \(role.rawValue).

            Open this link to join:
            \(message.url)

            It works once, until \(until). If you do not know what this is about, leave it alone.
            """
        case .reset:
            """
            Somebody asked for a new password for your account at this address.

            Open this link to choose one:
            \(message.url)

            It works once, until \(until). If it was not you, leave it alone: your password stays as it is.
            """
        }
    }
}
