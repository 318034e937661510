/// What one person is told in one mail or text: one thing at once, or all of an hour, a day or a night.
public struct NotificationDigest: Hashable, Sendable, Codable {
    /// One thing that happened.
    public struct Item: Hashable, Sendable, Codable {
        public let event: DeskEvent.Kind
        public let occurredAt: Timestamp
        public let headline: String
        public let detail: String
        public let page: DeskPage?

        public init(_ event: DeskEvent) {
            self.event = event.kind
            occurredAt = event.occurredAt
            headline = event.headline
            detail = event.detail
            page = event.page
        }
    }

    /// An e-mail address or a telephone number.
    public let recipient: String
    public let timeZone: TimeZoneName
    public private(set) var items: [Item]
    /// How many more there were than are kept.
    public private(set) var omitted: Int

    /// Beyond so many items are only counted.
    public static let maximumItems = 100

    public init(recipient: String, timeZone: TimeZoneName, item: Item) {
        self.recipient = recipient
        self.timeZone = timeZone
        items = [item]
        omitted = 0
    }

    public mutating func add(_ item: Item) {
        if items.count < Self.maximumItems { items.append(item) } else { omitted += 1 }
    }
}
