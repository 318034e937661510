public import DeskModel

extension Answerer {
    /// Puts every one of a business's cases to the desk and says which hold. Those of answers that are not said at the
    /// moment are left out.
    ///
    /// - Parameters:
    ///   - model: the embedding model that answers, as the result names it.
    ///   - limit: time after which no further case is asked.
    /// - Throws: what the stores throw; `CancellationError`.
    public func run(
        _ cases: [RegressionCase], in business: Business, model: String, within limit: Duration? = nil
    ) async throws -> RegressionRun {
        let deadline = limit.map { ContinuousClock.now + $0 }
        let resting = try await overrides?.resting(in: business) ?? []
        var results: [RegressionRun.Result] = []
        var skipped: [RegressionRun.Skipped] = []
        for regressionCase in cases {
            try Task.checkCancellation()
            if let faq = regressionCase.faq, resting.contains(faq) {
                skipped.append(RegressionRun.Skipped(regressionCase, .notLive))
                continue
            }
            if let deadline, ContinuousClock.now >= deadline {
                skipped.append(RegressionRun.Skipped(regressionCase, .noTime))
                continue
            }
            let (answer, _) = try await answer(AnswerRequest(business: business, question: regressionCase.question))
            let problem = regressionCase.expectation.problem(with: answer)
            results.append(
                RegressionRun.Result(
                    caseID: regressionCase.id, question: regressionCase.question, passed: problem == nil,
                    problem: problem, answer: answer.text, confidence: answer.confidence))
        }
        return RegressionRun(embeddingModel: model, results: results, skipped: skipped, createdAt: .now())
    }

    /// Like this answerer, but finding passages by another model's vectors, from other stores.
    func trying(
        _ embedder: any Embedder, passages: any PassageStore, vectorSearch: any VectorSearch, faqs: (any FAQStore)?
    ) -> Answerer {
        Answerer(
            models: OneEmbedder(embedder: embedder, others: models), passages: passages, vectorSearch: vectorSearch,
            faqs: faqs, configuration: configuration, logger: logger, now: now)
    }
}

extension RegressionCase.Expectation {
    /// What does not hold of the answer, as a sentence; `nil` when all does.
    public func problem(with answer: Answer) -> String? {
        if declines { return answer.answered ? "It was answered, and should not have been." : nil }
        guard answer.answered else { return "It was not answered." }
        if let contains, !Self.holds(answer.text, contains) { return "The answer does not say “\(contains)”." }
        if let document {
            let cited = answer.citations.filter { $0.documentID == document }
            guard !cited.isEmpty else { return "The answer does not cite the expected document." }
            if let page, !cited.contains(where: { $0.page == page }) { return "The answer does not cite page \(page)." }
        }
        return nil
    }

    private static func holds(_ text: String, _ words: String) -> Bool {
        let wanted = QuestionForm.exact(words)
        return !wanted.isEmpty && " \(QuestionForm.exact(text)) ".contains(" \(wanted) ")
    }
}

/// A catalog that answers questions by one embedder, whatever serves.
private struct OneEmbedder: ModelCatalog {
    let embedder: any Embedder
    let others: any ModelCatalog

    func embedder(for business: Business) async throws -> any Embedder { embedder }
    func servingEmbedder(for business: Business) async throws -> any Embedder { embedder }
    func rerankingModel(beside modelID: String) async -> RerankingModel? {
        await others.rerankingModel(beside: embedder.modelID)
    }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? {
        try await others.languageModel(for: business)
    }
}
