/// What the desk says to a question, with everything needed to trace it.
public struct Answer: Hashable, Sendable, Codable {
    public enum Method: String, Hashable, Sendable, Codable { case extracted, generated, declined }

    public let text: String
    public let sentences: [AnswerSentence]
    /// In the order the text first refers to them.
    public let citations: [Citation]
    /// Calibrated chance in 0...1 that the documents hold the answer.
    public let confidence: Double
    /// False when the desk said that it does not know.
    public let answered: Bool
    public let method: Method

    public init(
        text: String, sentences: [AnswerSentence], citations: [Citation], confidence: Double, answered: Bool,
        method: Method
    ) {
        self.text = text
        self.sentences = sentences
        self.citations = citations
        self.confidence = confidence
        self.answered = answered
        self.method = method
    }
}

/// One sentence of an answer and the citations that support it.
public struct AnswerSentence: Hashable, Sendable, Codable {
    public let text: String
    /// Indices into the answer's citations.
    public let citations: [Int]

    public init(text: String, citations: [Int]) {
        self.text = text
        self.citations = citations
    }
}

/// The place in a document that supports a sentence.
public struct Citation: Hashable, Sendable, Codable {
    public let documentID: DocumentID
    public let title: String
    /// From 1.
    public let page: Int
    /// Words of the document, verbatim.
    public let quote: String

    enum CodingKeys: String, CodingKey {
        case documentID = "document_id"
        case title, page, quote
    }

    public init(documentID: DocumentID, title: String, page: Int, quote: String) {
        self.documentID = documentID
        self.title = title
        self.page = page
        self.quote = quote
    }
}

/// What an answer was made of, kept so that it can be explained and replayed later.
public struct Receipt: Hashable, Sendable, Codable {
    /// A passage the answerer looked at.
    public struct Source: Hashable, Sendable, Codable {
        public let chunk: ChunkID
        /// SHA-256 of the chunk's text, lower-case hexadecimal.
        public let chunkHash: String
        public let document: DocumentID
        public let documentVersion: Int
        public let pages: ClosedRange<Int>
        public let score: Double
        public let dense: Double?
        public let lexical: Double?

        public init(
            chunk: ChunkID, chunkHash: String, document: DocumentID, documentVersion: Int, pages: ClosedRange<Int>,
            score: Double, dense: Double?, lexical: Double?
        ) {
            self.chunk = chunk
            self.chunkHash = chunkHash
            self.document = document
            self.documentVersion = documentVersion
            self.pages = pages
            self.score = score
            self.dense = dense
            self.lexical = lexical
        }
    }

    public let id: ReceiptID
    public let business: BusinessID
    public let question: String
    /// The query that was searched for, after any rewriting.
    public let query: String
    public let sources: [Source]
    public let embeddingModel: String
    /// `nil` when no language model took part.
    public let languageModel: String?
    /// SHA-256 of the whole prompt, lower-case hexadecimal; `nil` without a language model.
    public let promptHash: String?
    public let method: Answer.Method
    public let confidence: Double
    public let threshold: Double
    public let createdAt: Timestamp

    public init(
        id: ReceiptID, business: BusinessID, question: String, query: String, sources: [Source],
        embeddingModel: String, languageModel: String?, promptHash: String?, method: Answer.Method,
        confidence: Double, threshold: Double, createdAt: Timestamp
    ) {
        self.id = id
        self.business = business
        self.question = question
        self.query = query
        self.sources = sources
        self.embeddingModel = embeddingModel
        self.languageModel = languageModel
        self.promptHash = promptHash
        self.method = method
        self.confidence = confidence
        self.threshold = threshold
        self.createdAt = createdAt
    }
}
