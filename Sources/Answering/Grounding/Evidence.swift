import DeskModel

/// A sentence of a passage, weighed as an answer.
struct Evidence: Sendable {
    /// Index into the retrieved passages.
    let passage: Int
    /// Index into the passage's sentences.
    let sentence: Int
    let text: String
    let page: Int
    let kind: ChunkSentence.Kind
    let words: Int
    var features: EvidenceFeatures
    var score = 0.0
    /// Which of the question's terms it holds, as indices of its passage's language.
    var present: Set<Int> = []
    /// The same for the sentence with its neighbours and headings.
    var around: Set<Int> = []

    /// Whether it only says something of the line before it. A list's items stand for themselves, in brackets or not.
    var isCaption: Bool { kind != .listItem && Caption.isCaption(text) }

    /// Whether it stands right after the other in a passage, with nothing withheld between them.
    func follows(_ other: Evidence) -> Bool { passage == other.passage && sentence == other.sentence + 1 }
}
