/// Brings people the links to their accounts.
public protocol AccountMail: Sendable {
    /// Whether anything is sent at all; without it links are handed over by whoever made them.
    var isAvailable: Bool { get }
    /// Takes a message on and returns at once, before it is sent: how long this takes must not tell whether somebody
    /// has an account.
    func enqueue(_ message: AccountMessage) async throws
}

/// A link on its way to a person.
public struct AccountMessage: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Into a business, by somebody.
        case invitation(business: BusinessID, businessName: String, role: Role, from: String)
        case reset
    }

    public let kind: Kind
    public let to: AccountAddress
    /// Absolute. A secret: it belongs into the message and nowhere else.
    public let url: String
    public let expiresAt: Timestamp

    public init(kind: Kind, to: AccountAddress, url: String, expiresAt: Timestamp) {
        self.kind = kind
        self.to = to
        self.url = url
        self.expiresAt = expiresAt
    }
}

/// Sends nothing.
public struct NoAccountMail: AccountMail {
    public init() {}
    public var isAvailable: Bool { false }
    public func enqueue(_ message: AccountMessage) async throws {}
}
