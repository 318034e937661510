import DeskModel

/// An embedder of the e5 family, as far as its name goes, that has been told each text's cosine with all questions.
struct ToldEmbedder: Embedder {
    let modelID = "told-e5"
    let dimension = 2
    let maximumTokens = 256
    let cosines: [String: Float]

    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        texts.map { text in
            let cosine: Float = purpose == .query ? 1 : cosines[text] ?? 0.85
            return [cosine, (1 - cosine * cosine).squareRoot()]
        }
    }

    func tokenCount(of text: String) -> Int { text.utf8.count / 4 }
}
