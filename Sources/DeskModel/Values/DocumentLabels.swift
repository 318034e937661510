/// What the owner says of a document, beside its text.
public struct DocumentLabels: Hashable, Sendable, Codable {
    /// Who may be answered from it.
    public enum Audience: String, Hashable, Sendable, Codable, CaseIterable {
        /// Customers and staff.
        case everyone = "public"
        /// Staff alone: no customer's question finds it.
        case staff = "internal"
    }

    public static let mostTags = 20
    /// Characters of one tag.
    public static let longestTag = 64

    /// Lower case, without outer spaces, each once, sorted.
    public let tags: [String]
    public let audience: Audience
    /// When the text began or begins to hold; the time of upload where the owner says nothing.
    public let effectiveAt: Timestamp?

    public init(tags: [String] = [], audience: Audience = .everyone, effectiveAt: Timestamp? = nil) {
        self.tags = Set(tags.map(Self.normalized).filter { !$0.isEmpty }).sorted()
        self.audience = audience
        self.effectiveAt = effectiveAt
    }

    /// A tag as it is kept and compared.
    public static func normalized(_ tag: String) -> String {
        tag.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
