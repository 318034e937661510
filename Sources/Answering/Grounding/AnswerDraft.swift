import DeskModel

/// An answer in the making: pieces of text with what supports each.
struct AnswerDraft: Sendable {
    private(set) var text = ""
    private(set) var sentences: [AnswerSentence] = []
    private(set) var citations: [Citation] = []

    /// Longest quote in characters; the page holds the rest.
    static let longestQuote = 600

    /// Adds a sentence. - Returns: what the text grew by.
    @discardableResult
    mutating func append(_ sentence: String, onNewLine: Bool = false, citing quotes: [Citation]) -> String {
        let indices = quotes.map { index(of: $0) }
        sentences.append(AnswerSentence(text: sentence, citations: indices))
        let piece = text.isEmpty ? sentence : (onNewLine ? "\n" : " ") + sentence
        text += piece
        return piece
    }

    private mutating func index(of citation: Citation) -> Int {
        if let known = citations.firstIndex(of: citation) { return known }
        citations.append(citation)
        return citations.count - 1
    }

    func answer(confidence: Double, method: Answer.Method) -> Answer {
        Answer(
            text: text, sentences: sentences, citations: citations, confidence: confidence,
            answered: method != .declined, method: method)
    }
}

extension Citation {
    /// The place of a sentence of a passage.
    init(_ passage: Passage, page: Int, quote: String) {
        self.init(
            documentID: passage.chunk.document, title: passage.documentTitle, page: page,
            quote: String(quote.prefix(AnswerDraft.longestQuote)))
    }
}
