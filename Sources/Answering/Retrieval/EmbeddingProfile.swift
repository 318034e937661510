/// What is known of an embedding model from its id.
public struct EmbeddingProfile: Hashable, Sendable {
    /// The cosine that unrelated texts have.
    public let background: Double
    private let isEnglishOnly: Bool
    /// What the re-ranker's features are worth beside the model's cosines.
    let ranking: RankingModel
    /// The same where a second model was asked, too.
    let rankingBesideSecond: RankingModel
    /// What tells a known question from an unknown one by the model's cosines.
    let confidence: ConfidenceModel
    /// The same where question and documents are in two languages.
    let confidenceAcrossLanguages: ConfidenceModel
    /// What tells the sentence that answers where question and documents are in two languages.
    let evidenceAcrossLanguages: EvidenceModel

    public init(modelID: String) {
        let id = modelID.lowercased()
        // E5 and ada-002 use a narrow band near 1; most others are centred near 0.
        background = id.contains("e5") ? 0.75 : id.contains("ada-002") ? 0.70 : 0.05
        ranking = id.contains("e5") ? .e5 : .general
        rankingBesideSecond = id.contains("e5") ? .e5BesideMiniLM : .general
        confidence = id.contains("e5") ? .e5 : .general
        confidenceAcrossLanguages = id.contains("e5") ? .e5AcrossLanguages : .general
        evidenceAcrossLanguages = id.contains("e5") ? .e5AcrossLanguages : .general
        isEnglishOnly =
            !id.contains("multilingual") && (id.contains("minilm") || id.contains("-en-") || id.hasSuffix("-en"))
    }

    /// How far the model is made for a language, 0...1. Models trained on English alone are nearly blind in others:
    /// on Hindi questions all-MiniLM-L6-v2 finds 6 % of what BM25 finds, on Spanish ones 80 %.
    public func support(of language: String) -> Double {
        guard isEnglishOnly, language != "en", language != "und" else { return 1 }
        return Self.usesLatinScript.contains(language) ? 0.4 : 0
    }

    /// The cosine to measure others from: that of the worst hit, which in a large set is unrelated and in a small one
    /// may be related like the best.
    func floor(ofLast cosine: Double?, among count: Int) -> Double {
        guard let cosine else { return background }
        let certainty = min(1, Double(count) / Self.certainCount)
        return certainty * cosine + (1 - certainty) * min(cosine, background)
    }

    private static let certainCount = 60.0
    private static let usesLatinScript: Set<String> = [
        "es", "pt", "de", "fr", "it", "nl", "sv", "da", "pl", "tr", "id",
    ]
}
