/// A key of a business as the database knows it: the secret itself is kept only as a hash.
public struct AccessKey: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// For servers: the whole API of one business.
        case secret
        /// For web pages: opens chat sessions and nothing else.
        case widget
    }

    /// UUIDv7 text.
    public let id: String
    public let business: BusinessID
    public let kind: Kind
    public let label: String
    /// The first characters of the secret, so that a person can tell keys apart.
    public let prefix: String
    public let createdAt: Timestamp
    public let revokedAt: Timestamp?

    public init(
        id: String, business: BusinessID, kind: Kind, label: String, prefix: String, createdAt: Timestamp,
        revokedAt: Timestamp?
    ) {
        self.id = id
        self.business = business
        self.kind = kind
        self.label = label
        self.prefix = prefix
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

/// A new key with its secret, which is shown this once.
public struct IssuedKey: Hashable, Sendable {
    public let key: AccessKey
    public let secret: String

    public init(key: AccessKey, secret: String) {
        self.key = key
        self.secret = secret
    }
}
