/// What is known of one sentence as evidence, each in 0...1.
public struct EvidenceFeatures: Hashable, Sendable {
    /// Cosine with the question, between the worst retrieved chunk and a perfect one.
    public var similarity = 0.0
    /// Share of the question's terms in the sentence, by inverse document frequency.
    public var coverage = 0.0
    /// The same for the sentence with its neighbours and headings.
    public var context = 0.0
    /// The passage's score against the best passage's.
    public var passage = 0.0
    /// Whether the sentence holds what the question asks for.
    public var fit = 0.0
    /// Whether it says anything the question does not.
    public var novelty = 0.0
    /// Whether it asks instead of answering, or only announces.
    public var echo = 0.0
    /// The better of the neighbours' own evidence.
    public var neighbour = 0.0
    /// 1 for the sentence of its passage that is closest to the question, less for the others by how far their cosines
    /// are behind; 0 where question and documents are in one language.
    public var standing = 0.0
    /// Share of the question's words that survive translation, and that any sentence read holds, in this one; 0 where
    /// question and documents are in one language.
    public var surviving = 0.0

    /// All values in a fixed order, for fitting.
    public var values: [Double] {
        [similarity, coverage, context, passage, fit, novelty, echo, neighbour, standing, surviving]
    }
    public static let names = [
        "similarity", "coverage", "context", "passage", "fit", "novelty", "echo", "neighbour", "standing", "surviving",
    ]
}
