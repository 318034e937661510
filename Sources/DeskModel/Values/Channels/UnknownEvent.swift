/// An authentic request of a provider in which nothing was known here, kept for a while to see what it was.
public struct UnknownEvent: Hashable, Sendable {
    /// What follows the business in the address.
    public let name: String
    /// As it came, cut to `maximumBytes`.
    public let body: String
    public let receivedAt: Timestamp

    public static let maximumBytes = 16_384

    public init(name: String, body: some Sequence<UInt8>, receivedAt: Timestamp = .now()) {
        self.name = name
        self.body = String(decoding: Array(body.prefix(Self.maximumBytes)), as: UTF8.self)
        self.receivedAt = receivedAt
    }
}
