/// Someone who talks to a business: at once the lead, the profile and the customer of the systems that ours replaces.
public struct Contact: Hashable, Sendable {
    /// Where somebody came from first.
    public enum Platform: String, Hashable, Sendable, Codable, CaseIterable {
        case website, phone, whatsapp, telegram, email, api
    }

    public let id: ContactID
    public let business: BusinessID
    /// Counts up within the business from 1 and is never given twice: the number of "Lead #7".
    public let number: Int
    public let platform: Platform
    /// What a page remembers its visitor by: the id of the conversation that they began with.
    public var token: String?
    /// What the business calls them, proven by its own server; `nil` of those whom nobody vouched for.
    public let identifier: String?
    public var name: String?
    /// E.164 where it could be brought into that form.
    public var phone: String?
    public var email: String?
    /// `#rrggbb`; a colour by their number without.
    public var color: String?
    /// BCP 47.
    public var language: String?
    /// What they agreed to, by channel or purpose.
    public var consent: [String: Bool]
    /// A JSON object as text: the business's own fields.
    public var attributes: String
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
    /// Counts edits; what an ETag is made of.
    public let version: Int

    public init(
        id: ContactID, business: BusinessID, number: Int, platform: Platform, token: String? = nil,
        identifier: String? = nil, name: String? = nil, phone: String? = nil, email: String? = nil,
        color: String? = nil, language: String? = nil, consent: [String: Bool] = [:], attributes: String = "{}",
        createdAt: Timestamp, updatedAt: Timestamp, version: Int = 1
    ) {
        self.id = id
        self.business = business
        self.number = number
        self.platform = platform
        self.token = token
        self.identifier = identifier
        self.name = name
        self.phone = phone
        self.email = email
        self.color = color
        self.language = language
        self.consent = consent
        self.attributes = attributes
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }

    /// Whether the business's own server vouched for who they are.
    public var isVerified: Bool { identifier != nil }

    /// Their name, or `Lead #7`.
    public var displayName: String { name ?? "Lead #\(number)" }

    /// The colour chosen for them, or one of twelve by their number, each with white text at a contrast of 4.5 or more
    /// (WCAG 2.2, 1.4.3).
    public var displayColor: String { color ?? Self.palette[(number - 1) % Self.palette.count] }

    private static let palette = [
        "#1f5fbf", "#8a3ffc", "#0f7b5f", "#b3261e", "#8a5a00", "#006a8e", "#a0216a", "#4b6a00", "#5a4fcf", "#9a4600",
        "#00707a", "#6b4e8a",
    ]
}
