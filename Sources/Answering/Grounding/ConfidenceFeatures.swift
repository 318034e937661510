import DeskModel

/// What tells a question that the documents answer from one they do not, each about in 0...1.
public struct ConfidenceFeatures: Hashable, Sendable {
    /// Cosine of the closest passage, between unrelated and perfect for the model.
    public var dense = 0.0
    /// The same of the closest sentence.
    public var sentence = 0.0
    /// How far the closest passage stands out from the rest of the dense list.
    public var contrast = 0.0
    /// Share of the question's terms that the best passage holds, by inverse document frequency.
    public var coverage = 0.0
    /// Share that the best sentence holds with its neighbours and headings.
    public var context = 0.0
    /// Share that no document of the business holds.
    public var unknown = 0.0
    /// BM25 of the best passage against the highest possible.
    public var lexical = 0.0
    /// Share of neighbouring terms that stand close together in the best passage.
    public var proximity = 0.0
    /// 1 when dense and full text put the same document first.
    public var agreement = 0.0
    /// How far the embedding model can be trusted in the question's language.
    public var trust = 0.0
    /// The re-ranker's score of the best passage, by the first model's weights alone: one that is good by all signs, while
    /// the others here may each come from another passage.
    public var score = 0.0
    /// How far that score is ahead of what any passage of the business would have (`Retriever.backgroundRank`).
    public var lead = 0.0
    /// Cosine of the closest sentence, between the worst found passage and a perfect one: where all documents are about
    /// one thing, any question about it is close to each of them.
    public var standing = 0.0
    /// What the best sentence leaves open of the question.
    var gaps: QuestionGaps

    /// What the features are judged by.
    var model = ConfidenceModel.general

    /// All values in a fixed order, with the products that let full text speak alone where the model
    /// cannot, and close meaning alone where the words differ.
    ///
    /// The last four are about what is missing: few of the words, no good passage, none that is ahead of the others, no
    /// sentence that is close both to the question and by what the business's passages are. Beyond a measure more says
    /// nothing: a passage that only seems to answer has all the words.
    public var values: [Double] {
        let signs: [Double] = [
            dense, sentence, contrast, coverage, context, unknown, lexical, proximity, agreement,
            (1 - trust), (1 - trust) * coverage, (1 - trust) * unknown, (1 - trust) * lexical, (1 - trust) * context,
            max(0, max(dense, sentence) - 0.4), trust * min(coverage, sentence),
        ]
        let missing: [Double] = [
            max(0, 0.6 - coverage), max(0, 0.4 - score), max(0, 0.2 - lead), min(sentence, standing),
        ]
        return signs + gaps.values + missing
    }
    public static let names =
        [
            "dense", "sentence", "contrast", "coverage", "context", "unknown", "lexical", "proximity", "agreement",
            "blind", "blind coverage", "blind unknown", "blind lexical", "blind context", "close", "both",
        ] + QuestionGaps.labels + ["few words", "weak", "level", "distinct"]

    /// - Parameters:
    ///   - question: as it was looked up.
    ///   - retrieval: what was found.
    ///   - evidence: its weighed sentences.
    init(_ question: String, _ retrieval: Retrieval, _ evidence: [Evidence]) {
        gaps = QuestionGaps(question: question, retrieval, evidence)
        let ranked = retrieval.ranked
        guard !ranked.isEmpty else { return }
        let top = ranked.prefix(3)
        let profile = retrieval.query.profile
        trust = retrieval.denseTrust
        func onScale(_ cosine: Double) -> Double {
            max(0, min(1, (cosine - profile.background) / (1 - profile.background)))
        }
        dense = trust * (ranked.compactMap(\.passage.dense).max().map(onScale) ?? 0)
        contrast = ranked.map(\.features.dense).max() ?? 0
        if let vector = retrieval.query.vector, trust > 0 {
            let similarity = SentenceSimilarity(vector)
            let cosines = top.flatMap { $0.passage.sentenceVectors.compactMap(similarity.cosine) }
            sentence = trust * (cosines.max().map(onScale) ?? 0)
        }
        coverage = top.map(\.features.coverage).max() ?? 0
        score = ranked.map { profile.ranking.score($0.features) }.max() ?? 0
        lead = max(0, score - retrieval.backgroundScore)
        standing = evidence.map(\.features.similarity).max() ?? 0
        lexical = top.map(\.features.lexical).max() ?? 0
        proximity = top.map(\.features.proximity).max() ?? 0
        context = evidence.max { $0.score < $1.score }?.features.context ?? 0
        unknown = retrieval.unknownShare
        if trust > 0 {
            model = retrieval.isAcrossLanguages ? profile.confidenceAcrossLanguages : profile.confidence
        }
        let byDense = ranked.max { ($0.passage.dense ?? -1) < ($1.passage.dense ?? -1) }
        let byText = ranked.max { ($0.passage.lexical ?? -1) < ($1.passage.lexical ?? -1) }
        agreement = trust > 0 && byDense?.passage.chunk.document == byText?.passage.chunk.document ? 1 : 0
    }
}
