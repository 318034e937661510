public import DeskModel

extension Answerer {
    /// Gives the owner's own answer.
    ///
    /// - Parameter query: what it was matched with.
    func give(
        _ match: OverrideIndex.Match, _ request: AnswerRequest, _ query: ScriptedQuery, _ emit: (String) -> Void
    ) -> (Answer, Receipt) {
        let faq = match.faq
        emit(faq.answer)
        var outcome = Outcome(reply: faq.answer, query: query.text)
        outcome.language = query.language
        outcome.override = Receipt.Override(faq: faq.id, phrasing: match.phrasing, similarity: match.similarity)
        outcome.answer = Answer(
            text: faq.answer,
            sentences: [AnswerSentence(text: faq.answer, citations: Array(faq.citations.indices))],
            citations: faq.citations, confidence: 1, answered: true, method: .faq, faq: faq.id)
        return finish(request, outcome)
    }

    /// Makes the vectors of a business's FAQs ahead of the first question, by the model that the business is about to
    /// be served by, or is served by now.
    ///
    /// - Throws: what the stores throw; `ModelError` when there is no model.
    public func prepareOverrides(of business: Business, by embedder: (any Embedder)? = nil) async throws {
        guard let overrides else { return }
        let serving: any Embedder
        if let embedder { serving = embedder } else { serving = try await models.servingEmbedder(for: business) }
        try await overrides.prepare(business, serving)
    }
}
