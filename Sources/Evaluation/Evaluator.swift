import TextAnalysis

/// Puts a set's questions to a desk, one after the other, and measures what comes back.
public struct Evaluator: Sendable {
    /// Passages asked for when ranking is measured.
    public static let depth = 50
    /// The longest answer that counts as one, in words.
    public static let longestAnswer = 80
    /// And in sentences.
    public static let mostSentences = 3

    private let target: EvaluationTarget

    public init(_ target: EvaluationTarget) { self.target = target }

    /// - Parameter progress: called with the number of questions done after each.
    /// - Throws: what the target throws; `CancellationError`.
    public func run(_ set: EvaluationSet, progress: @Sendable (Int) -> Void = { _ in }) async throws -> EvaluationReport
    {
        var rows: [EvaluationReport.Row] = []
        for question in set.questions {
            try Task.checkCancellation()
            rows.append(try await row(for: question))
            progress(rows.count)
        }
        return EvaluationReport(set: set.name, documents: set.documents.count, rows: rows)
    }

    private func row(for question: EvaluationQuestion) async throws -> EvaluationReport.Row {
        let clock = ContinuousClock()
        let start = clock.now
        // Before the search, after which the question's embedding would be at hand.
        let given = try await target.ask(question)
        let answered = clock.now
        let found = try await target.search(question, Self.depth)
        let done = clock.now
        var seen: Set<String> = []
        let ranked = found.map(\.document).filter { seen.insert($0).inserted }
        let isJudged = question.relevance.contains { $0.value > 0 }
        let isShort =
            Metrics.words(given.text).count <= Self.longestAnswer
            && SentenceSplitter.sentences(in: given.text).count <= Self.mostSentences
        return EvaluationReport.Row(
            id: question.id, question: question.text, answerable: question.answerable,
            gain: isJudged ? Metrics.normalizedGain(ranked, question.relevance) : nil,
            recall: isJudged ? Metrics.recall(ranked, question.relevance) : nil,
            hit: isJudged ? (ranked.first.map { question.relevance[$0] ?? 0 > 0 } ?? false) : nil,
            passageFound: question.passage.map { holds(found.prefix(5), $0, question) }
                ?? (question.isJudgedByFile && isJudged
                    ? found.prefix(5).contains { question.relevance[$0.document] ?? 0 > 0 } : nil),
            figures: question.isJudgedByFile
                ? Metrics.figureRecall(found.prefix(5).map(\.text), of: question.answers) : nil,
            language: question.language,
            answered: given.answered, confidence: given.confidence,
            contained: question.answerable && !question.answers.isEmpty
                ? given.answered && isShort && Metrics.contains(given.text, anyOf: question.answers)
                : nil,
            tokenF1: question.answerable && !question.answers.isEmpty
                ? (given.answered ? Metrics.tokenF1(given.text, question.answers) : 0) : nil,
            cited: given.answered ? !given.cited.isEmpty : nil,
            answer: given.text, searchMilliseconds: milliseconds(done - answered),
            answerMilliseconds: milliseconds(answered - start))
    }

    /// Whether one of the passages is of the right document and page and holds the words.
    private func holds(
        _ found: some Sequence<EvaluationTarget.Found>, _ words: String, _ question: EvaluationQuestion
    ) -> Bool {
        found.contains { passage in
            (question.relevance.isEmpty || question.relevance[passage.document] ?? 0 > 0)
                && (question.page.map(passage.pages.contains) ?? true) && Metrics.contains(passage.text, anyOf: [words])
        }
    }

    private func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
    }
}
