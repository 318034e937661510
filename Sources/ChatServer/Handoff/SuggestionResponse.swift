import DeskModel
import Hummingbird

/// A draft of an answer with its sources, for an agent; `message` is `nil` when there is nothing to answer.
struct SuggestionResponse: ResponseEncodable {
    let conversationId: ConversationID
    let question: String?
    let message: String?
    let answered: Bool?
    let confidence: Double?
    let method: Answer.Method?
    let sentences: [AnswerSentence]?
    let citations: [Citation]?

    init(_ suggestion: (question: String, answer: Answer)?, conversation: ConversationID) {
        conversationId = conversation
        question = suggestion?.question
        message = suggestion?.answer.text
        answered = suggestion?.answer.answered
        confidence = suggestion?.answer.confidence
        method = suggestion?.answer.method
        sentences = suggestion?.answer.sentences
        citations = suggestion?.answer.citations
    }
}
