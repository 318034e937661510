import DeskModel
import TextAnalysis

/// A query in the letters that it is best searched in.
struct ScriptedQuery: Sendable {
    let text: String
    /// What it was typed in, when that was another script's language in Latin letters; BCP 47.
    let language: String?
}

extension Answerer {
    /// The query as typed, or in native script when it is a language of another script typed in Latin letters and
    /// its business can be searched better so.
    ///
    /// - Throws: what the stores throw.
    func inNativeScript(_ text: String, _ business: Business) async throws -> ScriptedQuery {
        guard let question = RomanizedQuestion(text) else { return ScriptedQuery(text: text, language: nil) }
        let served = try await models.servingEmbedder(for: business).modelID
        let isKnown = EmbeddingProfile(modelID: served).support(of: question.language.tag) == 1
        let held = try await retriever.statistics(of: question.terms, in: business.id).chunksWithTerm
        let native = question.native(holding: held, isKnownToModel: isKnown)
        return ScriptedQuery(text: native ?? text, language: question.language.tag)
    }
}
