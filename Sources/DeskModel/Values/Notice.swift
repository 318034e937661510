/// Something the owner should look at.
public struct Notice: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case open
        /// Seen, and nothing is to be done.
        case dismissed
        /// What waited for the owner's word may go on.
        case confirmed
    }

    /// What it is about.
    public enum Content: Hashable, Sendable, Codable {
        case contradiction(Contradiction)
        case modelChange(ModelChange)
        case alert(Alert)

        /// Stable name of the kind, snake case.
        public var kind: String {
            switch self {
            case .contradiction: "contradiction"
            case .modelChange: "model_change"
            case .alert: "alert"
            }
        }
    }

    /// A change of the embedding model that would make answers worse, and waits.
    public struct ModelChange: Hashable, Sendable, Codable {
        public let before: RegressionRun
        public let after: RegressionRun

        public init(before: RegressionRun, after: RegressionRun) {
            self.before = before
            self.after = after
        }
    }

    /// Something that happened, of the events that the owner wants to see here.
    public struct Alert: Hashable, Sendable, Codable {
        public let event: DeskEvent.Kind
        public let headline: String
        public let detail: String
        public let page: DeskPage?

        public init(_ event: DeskEvent) {
            self.event = event.kind
            headline = event.headline
            detail = event.detail
            page = event.page
        }
    }

    public let id: NoticeID
    public let business: BusinessID
    /// The same thing has the same key and is told once.
    public let key: String
    public let content: Content
    public let status: Status
    public let createdAt: Timestamp

    public init(
        id: NoticeID, business: BusinessID, key: String, content: Content, status: Status = .open, createdAt: Timestamp
    ) {
        self.id = id
        self.business = business
        self.key = key
        self.content = content
        self.status = status
        self.createdAt = createdAt
    }
}
