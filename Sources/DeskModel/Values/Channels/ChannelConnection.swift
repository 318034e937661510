/// How a business is connected to a provider.
public struct ChannelConnection: Hashable, Sendable {
    public let business: BusinessID
    public let provider: ChannelProvider
    public var isEnabled: Bool
    /// By name, as the API takes them: numbers, ids, texts.
    public var settings: [String: String]
    /// By name: tokens and keys. Never logged, never returned by the API.
    public var secrets: [String: String]
    /// Whether the operator of the server set the address of the provider's API, which may then be a private one.
    public var isOperated: Bool
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
    /// Counts edits; what an ETag is made of.
    public let version: Int

    public init(
        business: BusinessID, provider: ChannelProvider, isEnabled: Bool = true, settings: [String: String] = [:],
        secrets: [String: String] = [:], isOperated: Bool = false, createdAt: Timestamp = .now(),
        updatedAt: Timestamp = .now(), version: Int = 1
    ) {
        self.business = business
        self.provider = provider
        self.isEnabled = isEnabled
        self.settings = settings
        self.secrets = secrets
        self.isOperated = isOperated
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }

    /// A setting or a secret; `nil` when it is missing or empty.
    public subscript(_ name: String) -> String? {
        (secrets[name] ?? settings[name]).flatMap { $0.isEmpty ? nil : $0 }
    }
}
