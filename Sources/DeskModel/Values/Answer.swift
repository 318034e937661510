/// What the desk says to a question, with everything needed to trace it.
public struct Answer: Hashable, Sendable, Codable {
    public enum Method: String, Hashable, Sendable, Codable {
        /// Sentences of the documents, word for word.
        case extracted
        /// Written by a language model from the documents.
        case generated
        /// The owner's own answer, which goes before the documents.
        case faq
        /// An honest "I don't know".
        case declined
    }

    public let text: String
    public let sentences: [AnswerSentence]
    /// In the order the text first refers to them.
    public let citations: [Citation]
    /// Calibrated chance in 0...1 that the documents hold the answer.
    public let confidence: Double
    /// False when the desk said that it does not know.
    public let answered: Bool
    public let method: Method
    /// The owner's own answer that this is.
    public let faq: FAQID?

    public init(
        text: String, sentences: [AnswerSentence], citations: [Citation], confidence: Double, answered: Bool,
        method: Method, faq: FAQID? = nil
    ) {
        self.faq = faq
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
        /// The document's title then; `nil` in receipts of before titles were kept.
        public let title: String?
        public let pages: ClosedRange<Int>
        /// How the passage begins.
        public let quote: String?
        /// The re-ranker's, 0...1.
        public let score: Double
        /// Cosine with the question, when the vector index found it.
        public let dense: Double?
        /// BM25, when full text found it.
        public let lexical: Double?
        /// Of both lists together before re-ranking, 0...1.
        public let fused: Double?

        public init(
            chunk: ChunkID, chunkHash: String, document: DocumentID, documentVersion: Int, title: String? = nil,
            pages: ClosedRange<Int>, quote: String? = nil, score: Double, dense: Double?, lexical: Double?,
            fused: Double? = nil
        ) {
            self.chunk = chunk
            self.chunkHash = chunkHash
            self.document = document
            self.documentVersion = documentVersion
            self.title = title
            self.pages = pages
            self.quote = quote
            self.score = score
            self.dense = dense
            self.lexical = lexical
            self.fused = fused
        }
    }

    /// The owner's answer that went before the documents.
    public struct Override: Hashable, Sendable, Codable {
        public let faq: FAQID
        /// The wording of it that the question met.
        public let phrasing: String
        /// Cosine of question and wording; `nil` when they are the same words.
        public let similarity: Double?

        public init(faq: FAQID, phrasing: String, similarity: Double?) {
            self.faq = faq
            self.phrasing = phrasing
            self.similarity = similarity
        }
    }

    public let id: ReceiptID
    public let business: BusinessID
    public let question: String
    /// The query that was searched for, after any rewriting.
    public let query: String
    public let sources: [Source]
    public let embeddingModel: String
    /// What the re-ranker asked beside it; `nil` when it asked none.
    public let rerankingModel: String?
    /// `nil` when no language model took part.
    public let languageModel: String?
    /// SHA-256 of the whole prompt, lower-case hexadecimal; `nil` without a language model.
    public let promptHash: String?
    public let method: Answer.Method
    public let confidence: Double
    public let threshold: Double
    /// How often the business's index had changed when it was searched; `nil` in receipts of before it was kept.
    public let generation: Int64?
    /// Present when the answer is the owner's own.
    public let override: Override?
    /// Passages that say different things of the same; empty or `nil` when none were noticed.
    public let contradictions: [Contradiction]?
    /// The language that was asked in, as a BCP 47 primary subtag or `und`; `nil` in receipts of before it was kept.
    public let language: String?
    public let createdAt: Timestamp

    /// Whether the question was answered; small talk and declines were not.
    public var answered: Bool { method != .declined }
    /// Whether nothing was asked: a greeting, thanks, or a text that says nothing.
    public var isSmallTalk: Bool { embeddingModel.isEmpty && method == .declined }

    public init(
        id: ReceiptID, business: BusinessID, question: String, query: String, sources: [Source],
        embeddingModel: String, rerankingModel: String? = nil, languageModel: String?, promptHash: String?,
        method: Answer.Method, confidence: Double, threshold: Double, generation: Int64? = nil,
        override: Override? = nil,
        contradictions: [Contradiction]? = nil, language: String? = nil, createdAt: Timestamp
    ) {
        self.id = id
        self.business = business
        self.question = question
        self.query = query
        self.sources = sources
        self.embeddingModel = embeddingModel
        self.rerankingModel = rerankingModel
        self.languageModel = languageModel
        self.promptHash = promptHash
        self.method = method
        self.confidence = confidence
        self.threshold = threshold
        self.generation = generation
        self.override = override
        self.contradictions = contradictions
        self.language = language
        self.createdAt = createdAt
    }
}
