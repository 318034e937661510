import Crypto
import DeskModel
import Foundation
import TextAnalysis

/// All that answering one question brought about, from which answer and receipt are made.
struct Outcome: Sendable {
    var query: String
    var retrieval: Retrieval?
    var embeddingModel = ""
    var languageModel: String?
    var promptHash: String?
    var confidence = 0.0
    var answer: Answer?
    var override: Receipt.Override?
    var contradictions: [Contradiction] = []
    /// What was asked in, where that is not to be read off the question's letters.
    var language: String?

    init(query: String, retrieval: Retrieval, embeddingModel: String, confidence: Double) {
        self.query = query
        self.retrieval = retrieval
        self.embeddingModel = embeddingModel
        self.confidence = confidence
    }

    /// A reply that no document was asked for.
    init(reply: String, query: String) {
        self.query = query
        answer = Answer(
            text: reply, sentences: [], citations: [], confidence: 0, answered: false, method: .declined)
    }
}

extension Answerer {
    func finish(_ request: AnswerRequest, _ outcome: Outcome) -> (Answer, Receipt) {
        let answer =
            outcome.answer
            ?? Answer(
                text: Replies.text(.unknown, in: "en"), sentences: [], citations: [], confidence: outcome.confidence,
                answered: false, method: .declined)
        let receipt = Receipt(
            id: UUIDv7.next(), business: request.business.id,
            question: String(request.question.prefix(QuestionText.longest)), query: outcome.query,
            sources: (outcome.retrieval?.passages ?? []).map(Receipt.Source.init),
            embeddingModel: outcome.embeddingModel, rerankingModel: outcome.retrieval?.ranking.second,
            languageModel: outcome.languageModel, promptHash: outcome.promptHash, method: answer.method,
            confidence: answer.confidence, threshold: threshold(of: request.business),
            generation: request.business.generation, override: outcome.override,
            contradictions: outcome.contradictions.isEmpty ? nil : outcome.contradictions,
            language: outcome.language ?? LanguageGuesser.language(of: QuestionText(request.question).text),
            createdAt: .now())
        return (answer, receipt)
    }
}

extension Receipt.Source {
    private static let longestQuote = 300

    init(_ passage: Passage) {
        self.init(
            chunk: passage.chunk.id, chunkHash: sha256(passage.chunk.text), document: passage.chunk.document,
            documentVersion: passage.documentVersion, title: passage.documentTitle, pages: passage.chunk.pages,
            quote: String(passage.chunk.text.prefix(Self.longestQuote)), score: passage.score, dense: passage.dense,
            lexical: passage.lexical, fused: passage.fused)
    }
}

/// SHA-256 of the text's UTF-8 as lower-case hexadecimal.
func sha256(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).map { byte in
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0" + digits : digits
    }.joined()
}
