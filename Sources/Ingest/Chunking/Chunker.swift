public import DeskModel
import TextAnalysis

/// Cuts documents into chunks along their structure: sections, sentences, list items, table rows.
///
/// A chunk's text is the document's own between two of its places, unchanged (but for a page end inside a sentence, which
/// reads as a space), so that every quote can be found again. Time is linear in the document's length.
public struct Chunker: Sendable {
    /// Sizes of chunks.
    public struct Configuration: Hashable, Sendable {
        /// Characters a chunk aims for, at least 100; one may grow by a quarter to take in the short rest of a section.
        public var size: Int
        /// Characters that a chunk repeats from the end of the one before at most, in whole sentences; at most half of
        /// `size`.
        public var overlap: Int
        /// Tokens that a chunk and its header may have together, special tokens included; at least 16.
        public var maximumTokens: Int

        public init(size: Int = 1000, overlap: Int = 200, maximumTokens: Int = 256) {
            self.size = size
            self.overlap = overlap
            self.maximumTokens = maximumTokens
        }
    }

    public let configuration: Configuration
    private let tokenCount: @Sendable (String) -> Int

    /// - Parameter tokenCount: how many tokens a text becomes, special tokens included (`Embedder.tokenCount(of:)`).
    public init(configuration: Configuration = Configuration(), tokenCount: @escaping @Sendable (String) -> Int) {
        self.configuration = configuration
        self.tokenCount = tokenCount
    }

    /// The document's chunks in reading order, with ids of 0. Together they hold every character of it that is not white
    /// space.
    ///
    /// - Parameter title: what the document is called; part of every chunk's terms and of `passage(of:title:)`.
    public func chunks(of document: ExtractedDocument, document id: DocumentID, title: String) -> [Chunk] {
        let text = DocumentText(document)
        let size = max(configuration.size, 100)
        let maximumTokens = max(configuration.maximumTokens, 16)
        let special = max(tokenCount(""), 0)
        // Whatever the header of its section, a unit fits beside it: headers get a quarter of the tokens.
        let splitter = UnitSplitter(
            maximumCharacters: size, maximumTokens: max(1, maximumTokens * 3 / 4 - special),
            tokens: { max(0, tokenCount($0) - special) })
        let units = splitter.units(of: text)
        let packer = ChunkPacker(units: units, size: size, overlap: max(configuration.overlap, 0))
        let widestBudget = maximumTokens * 3 / 4 - special
        let sections = ChunkSection.merged(
            ChunkSection.sections(of: units, in: text), minimum: size / 8, length: packer.length,
            fits: { packer.fits($0, size, widestBudget) })

        var assembler = ChunkAssembler(document: id, title: title, text: text, units: units)
        for section in sections {
            let header = fittingHeader(title: title, path: section.path, limit: maximumTokens / 4)
            let used = header.isEmpty ? special : tokenCount(ChunkHeader.passage(header, text: ""))
            for range in pack(section, packer, header, budget: maximumTokens - used, maximumTokens, text) {
                assembler.append(range, path: section.path)
            }
        }
        return assembler.chunks
    }

    /// Packs a section and counts the tokens of what comes out: with some tokenizers sentences become more together than
    /// apart, and then it is packed less tightly.
    private func pack(
        _ section: ChunkSection, _ packer: ChunkPacker, _ header: [String], budget: Int, _ maximumTokens: Int,
        _ text: DocumentText
    ) -> [Range<Int>] {
        var budget = max(budget, 1)
        while true {
            let ranges = packer.pack(section.units, budget: budget)
            let isOver = ranges.contains { range in
                guard range.count > 1 else { return false }
                let utf8 =
                    packer.units[range.lowerBound].utf8.lowerBound..<packer.units[range.upperBound - 1].utf8.upperBound
                return tokenCount(ChunkHeader.passage(header, text: text.text(utf8))) > maximumTokens
            }
            if !isOver || budget <= 8 { return ranges }
            budget = budget * 9 / 10
        }
    }

    /// The chunk as it is to be embedded: its header, shortened where it would crowd out the text, and its text.
    public func passage(of chunk: Chunk, title: String) -> String {
        let limit = max(configuration.maximumTokens, 16) / 4
        let header = fittingHeader(title: title, path: chunk.sectionPath, limit: limit)
        let inText = Set(chunk.sentences.lazy.filter { $0.kind == .heading }.map { $0.text(in: chunk.text) })
        return ChunkHeader.passage(header.filter { !inText.contains($0) }, text: chunk.text)
    }

    /// Title and headings that together keep to the limit: the outer headings go first, then the title.
    private func fittingHeader(title: String, path: [String], limit: Int) -> [String] {
        var header = ChunkHeader.words(title: title, path: path)
        while !header.isEmpty, tokenCount(ChunkHeader.passage(header, text: "")) > limit {
            header.remove(at: header.count > 2 ? 1 : 0)
        }
        return header
    }
}
