/// What a business's own server signs its customers' identifiers with, so that web pages can prove who their visitors
/// are.
public struct IdentityKey: Hashable, Sendable, CustomStringConvertible {
    /// As shown to the owner, once; its UTF-8 is the key of the HMAC.
    public let secret: String
    public let createdAt: Timestamp

    public init(secret: String, createdAt: Timestamp) {
        self.secret = secret
        self.createdAt = createdAt
    }

    /// 32 random bytes in hexadecimal.
    public static func generate(at now: Timestamp = .now()) -> IdentityKey {
        let digits = (0..<64).map { _ in String(UInt8.random(in: 0..<16), radix: 16) }
        return IdentityKey(secret: "fd_ik_" + digits.joined(), createdAt: now)
    }

    /// The first characters of the secret, so that a person can tell keys apart.
    public var prefix: String { String(secret.prefix(12)) }

    /// Never the secret, so that no log holds it.
    public var description: String { "\(prefix)..." }
}
