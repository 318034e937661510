/// What is looked for among a business's messages.
public struct MessageQuery: Hashable, Sendable {
    public enum Order: String, Hashable, Sendable, Codable, CaseIterable {
        /// Newest first.
        case recency
        /// By BM25 among the newest that match.
        case relevance
    }

    /// All of its words must occur; a word also stands for longer ones that begin with it and for its other forms.
    public var text: String
    public var order: Order
    public var conversation: ConversationID?
    public var sender: Message.Sender?
    /// Said from `since` until before `until`.
    public var since: Timestamp?
    public var until: Timestamp?

    public init(_ text: String, order: Order = .recency) {
        self.text = text
        self.order = order
    }
}

/// A message that was found.
public struct MessageHit: Hashable, Sendable {
    /// A part of a snippet; parts follow each other without a gap.
    public struct Part: Hashable, Sendable, Codable {
        public let text: String
        /// Whether it is what was looked for.
        public let match: Bool

        public init(text: String, match: Bool) {
            self.text = text
            self.match = match
        }
    }

    public let message: Message
    /// The passage of the message that holds the words.
    public let snippet: [Part]
    /// BM25, higher is better; 0 in order of recency.
    public let score: Double
    /// Its place in order of recency: what the next page begins after.
    public let place: Int64

    public init(message: Message, snippet: [Part], score: Double, place: Int64) {
        self.message = message
        self.snippet = snippet
        self.score = score
        self.place = place
    }
}
