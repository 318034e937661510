import DeskModel

/// Tells whether question and passages have a language in common.
///
/// The check of generated sentences compares words and knows no translations: an answer in another language than every
/// passage would be written, paid for and withheld sentence by sentence. It is not asked for; the passages' own sentences
/// answer instead.
enum SharedLanguage {
    /// Share of the question's words in one sentence that tells that its language was guessed wrong.
    private static let ownWords = 0.5

    /// - Parameter language: the question's; `und` where it is not known, which may be any.
    static func isSpoken(_ language: String, in passages: [Passage], _ evidence: [Evidence]) -> Bool {
        let languages = Set(passages.map(\.chunk.language))
        guard language != "und", languages.isDisjoint(with: ["und", language]) else { return true }
        // The language of a few words is often guessed wrong; words that the passages hold are of the passages' language.
        return evidence.contains { $0.features.coverage >= ownWords }
    }
}
