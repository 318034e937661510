/// Two passages that give different values for the same thing.
public struct Contradiction: Hashable, Sendable, Codable {
    /// One of the two statements.
    public struct Side: Hashable, Sendable, Codable {
        public let document: DocumentID
        public let title: String
        /// From 1.
        public let page: Int
        /// The sentence or table row, verbatim.
        public let quote: String
        /// What it says, such as `4.95 €` or `10:00`.
        public let value: String
        /// From when the document holds, when known.
        public let effectiveAt: Timestamp?

        public init(
            document: DocumentID, title: String, page: Int, quote: String, value: String, effectiveAt: Timestamp?
        ) {
            self.document = document
            self.title = title
            self.page = page
            self.quote = quote
            self.value = value
            self.effectiveAt = effectiveAt
        }
    }

    /// What both are about: the words they share.
    public let subject: String
    /// The side that holds: of the document that is effective from later, but for one that is not effective yet.
    public let newer: Side
    public let older: Side

    public init(subject: String, newer: Side, older: Side) {
        self.subject = subject
        self.newer = newer
        self.older = older
    }

    /// The same with the side that holds at a moment first: a document that was yet to take effect when the two were
    /// found may have done so since.
    public func standing(at now: Timestamp) -> Contradiction {
        guard let due = older.effectiveAt, due <= now, due > newer.effectiveAt ?? Timestamp(milliseconds: .min)
        else { return self }
        return Contradiction(subject: subject, newer: older, older: newer)
    }
}
