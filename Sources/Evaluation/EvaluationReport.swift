/// What an evaluation measured: a row per question and their summary.
public struct EvaluationReport: Hashable, Sendable, Codable {
    /// One question's outcome; a measure that the set cannot judge is left out.
    public struct Row: Hashable, Sendable, Codable {
        public let id: String
        public let question: String
        public let answerable: Bool
        /// nDCG@10 over documents.
        public let gain: Double?
        /// Recall@5 over documents.
        public let recall: Double?
        /// Whether the first document is relevant.
        public let hit: Bool?
        /// Whether one of the first five passages holds the expected words on the expected page, or, where whole files are
        /// judged, is of a relevant one.
        public let passageFound: Bool?
        /// Share of the right answer's figures that stand in the first five passages, where whole files are judged.
        public let figures: Double?
        /// The question's, where the set names it.
        public let language: String?
        public let answered: Bool
        public let confidence: Double
        /// Whether an answer of at most 80 words holds a right one.
        public let contained: Bool?
        public let tokenF1: Double?
        /// Whether an answer names a source.
        public let cited: Bool?
        public let answer: String
        /// With the question embedded already.
        public let searchMilliseconds: Double
        public let answerMilliseconds: Double
    }

    public let set: String
    public let documents: Int
    public let rows: [Row]

    public init(set: String, documents: Int, rows: [Row]) {
        self.set = set
        self.documents = documents
        self.rows = rows
    }

    public var summary: EvaluationSummary { EvaluationSummary(self) }
}

/// The means and shares of a report; a measure without questions is `nil`.
public struct EvaluationSummary: Hashable, Sendable, Codable {
    public let set: String
    public let documents: Int
    public let questions: Int
    public let answerable: Int
    public let gain: Double?
    public let recall: Double?
    public let hit: Double?
    public let passageRecall: Double?
    public let figures: Double?
    /// Share of the questions of each language whose first document is relevant, where the set names languages.
    public let hitByLanguage: [String: Double]?
    public let containment: Double?
    public let tokenF1: Double?
    /// Share of the answerable questions that were answered.
    public let answeredOfAnswerable: Double?
    /// Share of the others that were.
    public let answeredOfUnanswerable: Double?
    public let areaUnderCurve: Double?
    /// Share of the unanswerable that score as high as nine of ten answerable do.
    public let falseAt90: Double?
    public let cited: Double?
    public let searchP50: Double?
    public let searchP99: Double?
    public let answerP50: Double?
    public let answerP99: Double?

    init(_ report: EvaluationReport) {
        func share(_ flags: [Bool]) -> Double? { Metrics.mean(flags.map { $0 ? 1 : 0 }) }
        let rows = report.rows
        let known = rows.filter(\.answerable)
        let unknown = rows.filter { !$0.answerable }
        set = report.set
        documents = report.documents
        questions = rows.count
        answerable = known.count
        gain = Metrics.mean(rows.compactMap(\.gain))
        recall = Metrics.mean(rows.compactMap(\.recall))
        hit = share(rows.compactMap(\.hit))
        passageRecall = share(rows.compactMap(\.passageFound))
        figures = Metrics.mean(rows.compactMap(\.figures))
        let languages = Dictionary(grouping: rows.filter { $0.language != nil && $0.hit != nil }) { $0.language ?? "" }
        hitByLanguage = languages.isEmpty ? nil : languages.compactMapValues { share($0.compactMap(\.hit)) }
        containment = share(rows.compactMap(\.contained))
        tokenF1 = Metrics.mean(rows.compactMap(\.tokenF1))
        answeredOfAnswerable = share(known.map(\.answered))
        answeredOfUnanswerable = share(unknown.map(\.answered))
        areaUnderCurve = Metrics.areaUnderCurve(
            positives: known.map(\.confidence), negatives: unknown.map(\.confidence))
        falseAt90 = Metrics.falseShare(positives: known.map(\.confidence), negatives: unknown.map(\.confidence))
        cited = share(rows.compactMap(\.cited))
        searchP50 = Metrics.percentile(rows.map(\.searchMilliseconds), 0.5)
        searchP99 = Metrics.percentile(rows.map(\.searchMilliseconds), 0.99)
        answerP50 = Metrics.percentile(rows.map(\.answerMilliseconds), 0.5)
        answerP99 = Metrics.percentile(rows.map(\.answerMilliseconds), 0.99)
    }
}
