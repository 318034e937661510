import DeskModel

/// The smallest piece that chunks are made of: a sentence, heading, list item, table row or line of code, or a part of
/// one that alone is too long for a chunk.
struct ChunkUnit {
    /// Offsets into the document's text.
    var utf8: Range<Int>
    var scalars: Range<Int>
    /// Tokens of the model, without special ones.
    var tokens: Int
    var kind: ChunkSentence.Kind
    /// The pages it begins and ends on.
    var pages: ClosedRange<Int>
    /// Heading level, 0 for all else.
    var level = 0
    /// It says little without what follows: a heading, or a line that ends in a colon.
    var introducesNext = false
    /// May be repeated at the start of the next chunk.
    var mayOverlap = false
}
