import DeskModel

/// Made-up things to store.
enum Sample {
    static let dimension = 8

    /// Terms are the text's words in lower case, as an analyser for an unknown language would give them.
    static func chunk(_ text: String, ordinal: Int, of document: DocumentID) -> EmbeddedChunk {
        let sentence = ChunkSentence(start: 0, end: text.utf8.count, page: ordinal + 1, kind: .listItem)
        let chunk = Chunk(
            document: document, ordinal: ordinal, text: text, sectionPath: ["Prices", "Bread"],
            pages: ordinal + 1...ordinal + 1, characters: 0..<text.unicodeScalars.count, sentences: [sentence],
            terms: text.lowercased().split(separator: " ").joined(separator: " "), language: "und")
        return EmbeddedChunk(
            chunk: chunk, vector: vector(of: text), sentenceVectors: [QuantizedVector(vector(of: text))])
    }

    /// Some vector that depends on the text alone.
    static func vector(of text: String) -> [Float] {
        var vector = [Float](repeating: 0.1, count: dimension)
        for byte in text.utf8 { vector[Int(byte) % dimension] += 1 }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return vector.map { $0 / length }
    }

    static func result(_ texts: [String], of document: DocumentID, model: String = "model-1") -> IngestResult {
        IngestResult(
            title: "Price list", kind: .txt,
            pages: texts.enumerated().map { DocumentPage(number: $0.offset + 1, text: $0.element) },
            chunks: texts.enumerated().map { chunk($0.element, ordinal: $0.offset, of: document) }, modelID: model,
            dimension: dimension, warnings: ["page 3 has no text"])
    }

    static func answer(_ text: String = "Rye costs 4 euros.") -> Answer {
        let citation = Citation(documentID: "d", title: "Price list", page: 2, quote: "Rye 4 €")
        return Answer(
            text: text, sentences: [AnswerSentence(text: text, citations: [0])], citations: [citation],
            confidence: 0.75, answered: true, method: .extracted)
    }

    static func receipt(in business: BusinessID, id: ReceiptID = UUIDv7.next()) -> Receipt {
        let source = Receipt.Source(
            chunk: 1, chunkHash: "ab", document: "d", documentVersion: 2, pages: 2...3, score: 0.5, dense: 0.25,
            lexical: nil)
        return Receipt(
            id: id, business: business, question: "What is rye?", query: "rye price", sources: [source],
            embeddingModel: "model-1", languageModel: nil, promptHash: nil, method: .extracted, confidence: 0.75,
            threshold: 0.5, createdAt: Timestamp(milliseconds: 1_700_000_000_000))
    }
}
