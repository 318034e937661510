import DeskModel

/// What a question comes to before anything is searched.
struct Resolution: Sendable {
    /// The owner's answer, which goes before the documents.
    let match: OverrideIndex.Match?
    /// What to search for; `nil` where the question matched as it was typed.
    let query: ScriptedQuery?
}

extension Answerer {
    /// Looks for the owner's answer to the question as typed, then to what it is searched as: owners write their
    /// questions in native script.
    ///
    /// - Throws: what the stores throw; `CancellationError`.
    func resolve(_ question: String, _ request: AnswerRequest) async throws -> Resolution {
        if let match = try await overrides?.match(question, request) { return Resolution(match: match, query: nil) }
        let query = try await searched(question, request)
        guard query.language != nil else { return Resolution(match: nil, query: query) }
        return Resolution(match: try await overrides?.match(query.text, request), query: query)
    }

    /// The question completed from what was said before, in the letters that it is best searched in.
    ///
    /// - Throws: what the stores throw; `CancellationError`.
    func searched(_ question: String, _ request: AnswerRequest) async throws -> ScriptedQuery {
        if let given = request.query { return ScriptedQuery(text: given, language: request.language) }
        return try await inNativeScript(try await followUp(question, request).searched, request.business)
    }
}
