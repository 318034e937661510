/// A question with what must come of it, put to the desk again and again.
public struct RegressionCase: Hashable, Sendable {
    /// What must hold of the answer; everything that is named must.
    public struct Expectation: Hashable, Sendable, Codable {
        /// The desk must say that it does not know.
        public var declines: Bool
        /// Words that the answer must hold in a row, whatever their case and punctuation.
        public var contains: String?
        /// A document that the answer must cite.
        public var document: DocumentID?
        /// The page of it, from 1.
        public var page: Int?

        public init(declines: Bool = false, contains: String? = nil, document: DocumentID? = nil, page: Int? = nil) {
            self.declines = declines
            self.contains = contains
            self.document = document
            self.page = page
        }
    }

    public let id: RegressionCaseID
    public let business: BusinessID
    public var question: String
    public var expectation: Expectation
    /// The approved FAQ that it was made from, and goes with.
    public let faq: FAQID?
    public let createdAt: Timestamp

    public init(
        id: RegressionCaseID, business: BusinessID, question: String, expectation: Expectation, faq: FAQID? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.business = business
        self.question = question
        self.expectation = expectation
        self.faq = faq
        self.createdAt = createdAt
    }
}

/// What came of all of a business's cases at once.
public struct RegressionRun: Hashable, Sendable, Codable {
    public struct Result: Hashable, Sendable, Codable {
        public let caseID: RegressionCaseID
        public let question: String
        public let passed: Bool
        /// What did not hold; `nil` when it passed.
        public let problem: String?
        public let answer: String
        /// 0...1.
        public let confidence: Double

        public init(
            caseID: RegressionCaseID, question: String, passed: Bool, problem: String?, answer: String,
            confidence: Double
        ) {
            self.caseID = caseID
            self.question = question
            self.passed = passed
            self.problem = problem
            self.answer = answer
            self.confidence = confidence
        }
    }

    /// A case that was not asked.
    public struct Skipped: Hashable, Sendable, Codable {
        public enum Reason: String, Hashable, Sendable, Codable {
            /// The FAQ that it was made from is not said at the moment.
            case notLive = "not_live"
            /// The time for all of them was over.
            case noTime = "no_time"
        }

        public let caseID: RegressionCaseID
        public let question: String
        public let reason: Reason

        public init(_ regressionCase: RegressionCase, _ reason: Reason) {
            caseID = regressionCase.id
            question = regressionCase.question
            self.reason = reason
        }
    }

    /// The embedding model that found the passages.
    public let embeddingModel: String
    public let results: [Result]
    public let skipped: [Skipped]
    public let createdAt: Timestamp

    public var passed: Int { results.count(where: \.passed) }
    public var total: Int { results.count }

    /// The results that do not hold any more of those that held in an earlier run.
    public func lost(since earlier: RegressionRun) -> [Result] {
        let held = Set(earlier.results.filter(\.passed).map(\.caseID))
        return results.filter { !$0.passed && held.contains($0.caseID) }
    }

    public init(embeddingModel: String, results: [Result], skipped: [Skipped] = [], createdAt: Timestamp) {
        self.embeddingModel = embeddingModel
        self.results = results
        self.skipped = skipped
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey { case embeddingModel, results, skipped, createdAt }

    /// Notices hold runs of before cases were skipped.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        embeddingModel = try container.decode(String.self, forKey: .embeddingModel)
        results = try container.decode([Result].self, forKey: .results)
        skipped = try container.decodeIfPresent([Skipped].self, forKey: .skipped) ?? []
        createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
    }
}
