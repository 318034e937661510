/// A stretch of a document that is embedded, indexed and retrieved as one.
public struct Chunk: Hashable, Sendable {
    /// 0 until the database gave it one.
    public var id: ChunkID
    public let document: DocumentID
    /// Position in the document, from 0.
    public let ordinal: Int
    public let text: String
    /// The headings above it, outermost first.
    public let sectionPath: [String]
    /// First and last page it touches, from 1.
    public let pages: ClosedRange<Int>
    /// Unicode scalar offsets into the document's text: its pages' texts, each followed by one newline.
    public let characters: Range<Int>
    /// The sentences, list items and table rows it is made of, in order.
    public let sentences: [ChunkSentence]
    /// The analysed terms (TextAnalysis) of title, section path and text, separated by spaces: what full-text search sees.
    public let terms: String
    /// BCP 47 primary language subtag guessed from the text; `und` when unsure.
    public let language: String

    public init(
        id: ChunkID = 0, document: DocumentID, ordinal: Int, text: String, sectionPath: [String],
        pages: ClosedRange<Int>, characters: Range<Int>, sentences: [ChunkSentence], terms: String, language: String
    ) {
        self.id = id
        self.document = document
        self.ordinal = ordinal
        self.text = text
        self.sectionPath = sectionPath
        self.pages = pages
        self.characters = characters
        self.sentences = sentences
        self.terms = terms
        self.language = language
    }
}

/// A unit an extractive answer can be made of.
public struct ChunkSentence: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        case prose, heading, listItem = "list_item", tableRow = "table_row"
    }

    /// UTF-8 offsets into the chunk's text.
    public let start: Int
    /// End, exclusive.
    public let end: Int
    /// The page it begins on, from 1.
    public let page: Int
    public let kind: Kind

    public init(start: Int, end: Int, page: Int, kind: Kind) {
        self.start = start
        self.end = end
        self.page = page
        self.kind = kind
    }

    /// The sentence's text, cut from its chunk's text.
    public func text(in chunkText: String) -> String {
        let bytes = chunkText.utf8
        let lower = bytes.index(bytes.startIndex, offsetBy: start)
        return String(chunkText[lower..<bytes.index(lower, offsetBy: end - start)])
    }
}

/// A chunk with the vectors made of it.
public struct EmbeddedChunk: Sendable {
    public var chunk: Chunk
    /// Unit length, as many values as the model's dimension.
    public let vector: [Float]
    /// One per sentence of the chunk, or empty when the model makes none.
    public let sentenceVectors: [QuantizedVector]
    /// `nil` where no second model was asked, or it does not know the chunk's language.
    public var rerankingVector: RerankingVector?

    public init(
        chunk: Chunk, vector: [Float], sentenceVectors: [QuantizedVector], rerankingVector: RerankingVector? = nil
    ) {
        self.chunk = chunk
        self.vector = vector
        self.sentenceVectors = sentenceVectors
        self.rerankingVector = rerankingVector
    }
}
