/// A question with the answer that the owner wants given, which goes before the documents.
public struct FAQ: Hashable, Sendable, Codable {
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        /// Not said to customers yet.
        case draft
        /// Said to customers while it is valid.
        case approved
        /// Kept, and not said any more.
        case archived
    }

    public enum Source: String, Hashable, Sendable, Codable {
        case manual
        /// Made of questions that the desk could not answer.
        case unanswered
        case `import`
    }

    public let id: FAQID
    public let business: BusinessID
    public var question: String
    /// Other wordings of the question.
    public var variants: [String]
    /// Empty only in drafts.
    public var answer: String
    /// BCP 47 primary subtag; `nil` answers in whatever language it is asked.
    public var language: String?
    public var citations: [Citation]
    /// Not before this moment.
    public var validFrom: Timestamp?
    /// Not from this moment on.
    public var validUntil: Timestamp?
    public var status: Status
    /// Among several that match, the largest wins.
    public var priority: Int
    public let source: Source
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    public init(
        id: FAQID, business: BusinessID, question: String, variants: [String] = [], answer: String,
        language: String? = nil, citations: [Citation] = [], validFrom: Timestamp? = nil, validUntil: Timestamp? = nil,
        status: Status = .draft, priority: Int = 0, source: Source = .manual, createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.business = business
        self.question = question
        self.variants = variants
        self.answer = answer
        self.language = language
        self.citations = citations
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.status = status
        self.priority = priority
        self.source = source
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The question and its variants, in that order.
    public var phrasings: [String] { [question] + variants }

    /// Whether customers may be told it at this moment.
    public func isLive(at moment: Timestamp) -> Bool {
        status == .approved && validFrom.map { $0 <= moment } ?? true && validUntil.map { moment < $0 } ?? true
    }
}

/// The vector of one wording of a FAQ.
public struct PhrasingVector: Hashable, Sendable {
    public let faq: FAQID
    /// Index into `FAQ.phrasings`.
    public let phrasing: Int
    /// Unit length, embedded as a query.
    public let vector: [Float]

    public init(faq: FAQID, phrasing: Int, vector: [Float]) {
        self.faq = faq
        self.phrasing = phrasing
        self.vector = vector
    }
}
