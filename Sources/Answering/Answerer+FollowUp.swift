import DeskModel
import Logging

extension Answerer {
    /// The question with what it leaves out: by rules, and by the business's language model when the question leans on its
    /// history. A model that fails, stalls or writes something else costs its time alone. - Throws: `CancellationError`.
    func followUp(_ question: String, _ request: AnswerRequest) async throws -> FollowUp {
        let ruled = FollowUp(question, history: request.history)
        guard ruled.leansOnHistory, let model = try await languageModel(for: request.business) else { return ruled }
        let prompt = RewritePrompt(question: question, history: request.history)
        do {
            guard let rewriting = prompt.rewriting(in: try await reply(of: model, to: prompt)) else { return ruled }
            return ruled.rewritten(as: rewriting)
        } catch let error as ModelError {
            logger.debug(
                "rewriting failed, rules rewrite", metadata: ["desk.model.reason": "\(error.reason.rawValue)"])
        } catch {
            logger.debug("rewriting failed, rules rewrite")
        }
        try Task.checkCancellation()
        return ruled
    }

    /// The model's reply, ended when it is longer than any rewriting.
    private func reply(of model: any LanguageModel, to prompt: RewritePrompt) async throws -> String {
        let request = LanguageModelRequest(
            turns: prompt.turns, maximumTokens: RewritePrompt.maximumTokens, temperature: 0)
        let activity = Activity()
        return try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask {
                var reply = ""
                for try await piece in model.complete(request) {
                    activity.touch()
                    reply += piece
                    if reply.utf8.count > 8 * RewritePrompt.longestReply { break }
                }
                return reply
            }
            group.addTask { [configuration] in
                try await activity.expire(
                    stall: configuration.rewriteStallTimeout, total: configuration.rewriteTimeout)
                return ""
            }
            defer { group.cancelAll() }
            return try await group.next() ?? ""
        }
    }
}
