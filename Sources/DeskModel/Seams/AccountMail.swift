/// Brings people the links to their accounts.
public protocol AccountMail: Sendable {
    /// Whether anything is sent at all; without it links are handed over by whoever made them.
    var isAvailable: Bool { get }
    /// Takes a message on and returns at once, before it is sent: how long this takes must not tell whether somebody
    /// has an account.
    ///
    /// - Returns: whether it was taken on; mail servers may not know addresses of every form.
    func enqueue(_ message: AccountMessage) async throws -> Bool
}

/// A link on its way to a person.
public struct AccountMessage: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Into a business, by somebody.
        case invitation(businessName: String, role: Role, from: String)
        case reset
    }

    public let kind: Kind
    /// Whose outbox it goes through.
    public let business: BusinessID
    public let to: AccountAddress
    /// Absolute. A secret: it belongs into the message and nowhere else.
    public let url: String
    public let expiresAt: Timestamp

    public init(kind: Kind, business: BusinessID, to: AccountAddress, url: String, expiresAt: Timestamp) {
        self.kind = kind
        self.business = business
        self.to = to
        self.url = url
        self.expiresAt = expiresAt
    }
}

/// Sends nothing.
public struct NoAccountMail: AccountMail {
    public init() {}
    public var isAvailable: Bool { false }
    public func enqueue(_ message: AccountMessage) async throws -> Bool { false }
}
