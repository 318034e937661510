/// A link that works once: into a business, or to a new password.
public struct AccountLink: Hashable, Sendable {
    public enum Purpose: Hashable, Sendable {
        /// Makes whoever has this e-mail address a member.
        case invite(BusinessID, email: String, Role)
        case reset(UserID)
    }

    /// UUIDv7 text; not the secret in the link.
    public let id: String
    public let purpose: Purpose
    /// Who made it, as shown to people.
    public let madeBy: String
    public let createdAt: Timestamp
    public let expiresAt: Timestamp

    public init(id: String, purpose: Purpose, madeBy: String, createdAt: Timestamp, expiresAt: Timestamp) {
        self.id = id
        self.purpose = purpose
        self.madeBy = madeBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
