import DeskModel
import Logging
import TextAnalysis

extension Answerer {
    /// Answers one question, handing out the text's pieces on the way.
    func run(_ request: AnswerRequest, emit: @Sendable @escaping (String) -> Void) async throws -> (
        Answer, Receipt
    ) {
        let question = QuestionText.asked(request.question)
        if let reply = smallTalk(question, request.business) {
            emit(reply)
            return finish(request, Outcome(reply: reply, query: question.text))
        }
        let resolution = try await resolve(question.text, request)
        let scripted = resolution.query ?? ScriptedQuery(text: question.text, language: nil)
        if let match = resolution.match { return give(match, request, scripted, emit) }
        let query = scripted.text
        let (found, modelID) = try await retrieve(
            query, request.business, limit: passages(for: request.business), filter: request.filter)
        try Task.checkCancellation()
        let moment = now()
        let conflicts = Conflicts(in: found, at: moment)
        let retrieval = conflicts.settled(found)
        let evidence = EvidenceFinder(question: query, retrieval: retrieval).evidence()
        let confidence = evidence.isEmpty ? 0 : Confidence.of(ConfidenceFeatures(query, retrieval, evidence))
        var outcome = Outcome(query: query, retrieval: found, embeddingModel: modelID, confidence: confidence)
        outcome.contradictions = conflicts.contradictions
        outcome.language = scripted.language

        guard confidence >= threshold(of: request.business) else {
            return decline(request, question, outcome, emit)
        }
        let asked = outcome.language ?? found.query.analysis.language
        if SharedLanguage.isSpoken(asked, in: retrieval.passages, evidence),
            let model = try await languageModel(for: request.business)
        {
            let prompt = Prompt(
                question: question.text, business: request.business, history: request.history, retrieval: retrieval,
                historyTurns: configuration.historyTurns)
            outcome.languageModel = model.modelID
            outcome.promptHash = prompt.hash
            let generation = try await generate(
                with: model, prompt, question: query, business: request.business, emit: emit)
            report(generation)
            if !generation.draft.sentences.isEmpty {
                let told = dated(generation.draft, retrieval, question, outcome, request.business, moment, emit)
                outcome.answer = conflicts.citingBoth(told.answer(confidence: confidence, method: .generated))
                return finish(request, outcome)
            }
            // The model read the passages: its "no" counts unless the evidence is strong.
            if generation.declined, confidence < Self.strongConfidence {
                return decline(request, question, outcome, emit)
            }
        }
        if let draft = Extraction.draft(evidence, retrieval, emit: emit) {
            let told = dated(draft, retrieval, question, outcome, request.business, moment, emit)
            outcome.answer = conflicts.citingBoth(told.answer(confidence: confidence, method: .extracted))
            return finish(request, outcome)
        }
        return decline(request, question, outcome, emit)
    }

    private static let strongConfidence = 0.9

    /// A catalog that cannot make the model costs the generated text, not the answer.
    func languageModel(for business: Business) async throws -> (any LanguageModel)? {
        do {
            return try await models.languageModel(for: business)
        } catch let error as ModelError {
            logger.warning("no language model, extracting", metadata: ["desk.model.reason": "\(error.reason.rawValue)"])
            return nil
        }
    }

    private func report(_ generation: Generation) {
        if let failure = generation.failure {
            logger.warning("generation failed", metadata: ["desk.model.reason": "\(failure.reason.rawValue)"])
        }
        if generation.withheld > 0 {
            logger.debug("sentences withheld", metadata: ["desk.answer.withheld": "\(generation.withheld)"])
        }
    }

    func threshold(of business: Business) -> Double {
        max(0, min(1, business.settings.answerThreshold ?? configuration.threshold))
    }

    private func decline(
        _ request: AnswerRequest, _ question: QuestionText, _ outcome: Outcome, _ emit: (String) -> Void
    ) -> (Answer, Receipt) {
        var outcome = outcome
        let text = Replies.decline(
            in: Self.language(question, outcome),
            topics: outcome.retrieval.map(Self.topics) ?? [])
        emit(text)
        outcome.answer = Answer(
            text: text, sentences: [], citations: [], confidence: outcome.confidence, answered: false, method: .declined
        )
        return finish(request, outcome)
    }

    /// The draft with the day from which each document in it holds that does not hold yet: what will be is told, and not
    /// as what is.
    private func dated(
        _ draft: AnswerDraft, _ retrieval: Retrieval, _ question: QuestionText, _ outcome: Outcome,
        _ business: Business, _ moment: Timestamp, _ emit: (String) -> Void
    ) -> AnswerDraft {
        var dated = draft
        var told: Set<DocumentID> = []
        for citation in draft.citations {
            let passage = retrieval.passages.first { $0.chunk.document == citation.documentID }
            guard let passage, let from = passage.effectiveAt, !passage.isInForce(at: moment),
                told.insert(citation.documentID).inserted
            else { continue }
            let sentence = Replies.notYet(
                in: Self.language(question, outcome), title: Self.shownTitle(of: passage) ?? "…",
                day: BusinessDay(of: from, at: business).text)
            emit(dated.append(sentence, citing: [citation]))
        }
        return dated
    }

    private static func language(_ question: QuestionText, _ outcome: Outcome) -> String {
        outcome.language ?? LanguageGuesser.language(of: question.text)
    }

    /// Titles of the closest documents, each once.
    private static func topics(_ retrieval: Retrieval) -> [String] {
        var titles: [String] = []
        for passage in retrieval.passages {
            if let title = shownTitle(of: passage), !titles.contains(title) { titles.append(title) }
        }
        return Array(titles.prefix(3))
    }

    /// `nil` where a title says nothing, or orders a language model about.
    private static func shownTitle(of passage: Passage) -> String? {
        let title = String(QuestionText(passage.documentTitle).text.prefix(80))
        return title.isEmpty || PlantedInstructions.isPlanted(passage.documentTitle) ? nil : title
    }

    private func smallTalk(_ question: QuestionText, _ business: Business) -> String? {
        guard question.isSayingSomething else { return Replies.text(.unclear, in: "en") }
        guard let talk = SmallTalk.kind(of: question.text) else { return nil }
        if talk.kind == .hello, let greeting = business.greeting, !greeting.isEmpty { return greeting }
        return Replies.text(talk.kind, in: talk.language)
    }
}
