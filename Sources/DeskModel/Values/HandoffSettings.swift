/// When a business has people take over from the assistant; a value left out takes the default.
public struct HandoffSettings: Hashable, Sendable, Codable {
    /// Whether customers are offered a person at all; they are without.
    public var enabled: Bool?
    /// How many declined questions in a row bring a person in, 1...20; none without.
    public var declines: Int?
    /// How often the same question brings a person in, 2...20; none without.
    public var repeats: Int?
    /// Words and phrases that bring a person in, in any language; at most 100.
    public var keywords: [String]?
    /// Whether every conversation gets a person while the business is open.
    public var everyoneWhenOpen: Bool?
    /// Seconds without a sign of the agent after which the assistant takes over again, 5...86,400; 900 without.
    public var leaseSeconds: Int?
    /// When people are there; always without.
    public var hours: OpeningHours?
    /// The desk's own words in place of its defaults, by name (`HandoffLine`). `{name}` stands for the agent,
    /// `{company}` for the business, `{opens}` for when it opens next.
    public var texts: [String: String]?

    enum CodingKeys: String, CodingKey {
        case enabled, declines, repeats, keywords
        case everyoneWhenOpen = "everyone_when_open"
        case leaseSeconds = "lease_seconds"
        case hours, texts
    }

    public init(
        enabled: Bool? = nil, declines: Int? = nil, repeats: Int? = nil, keywords: [String]? = nil,
        everyoneWhenOpen: Bool? = nil, leaseSeconds: Int? = nil, hours: OpeningHours? = nil,
        texts: [String: String]? = nil
    ) {
        self.enabled = enabled
        self.declines = declines
        self.repeats = repeats
        self.keywords = keywords
        self.everyoneWhenOpen = everyoneWhenOpen
        self.leaseSeconds = leaseSeconds
        self.hours = hours
        self.texts = texts
    }

    public var isEnabled: Bool { enabled ?? true }
    public var leaseMilliseconds: Int64 { Int64(leaseSeconds ?? 900) * 1000 }
}

/// What the desk says when the voice changes; the raw values name the texts that a business can set.
public enum HandoffLine: String, Hashable, Sendable, Codable, CaseIterable {
    case requested
    case stillRequested = "still_requested"
    case outOfHours = "out_of_hours"
    /// Out of hours of a business that has no next opening.
    case away
    case taken, transferred, released, expired
    /// The conversation has as many messages as it may have.
    case full
    case closed
}
