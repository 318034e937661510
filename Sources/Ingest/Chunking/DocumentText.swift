/// A document's text as `Chunk.characters` counts it: its pages' texts, each followed by one newline, with the place of
/// every block in it.
struct DocumentText {
    struct Block {
        let kind: ExtractedBlock.Kind
        let level: Int
        let text: String
        let page: Int
        /// Where it begins, in UTF-8 and in scalars.
        let utf8Start: Int
        let scalarStart: Int
        let isFirstOnPage: Bool
        let isLastOnPage: Bool
    }

    private(set) var utf8: [UInt8] = []
    private(set) var blocks: [Block] = []

    init(_ document: ExtractedDocument) {
        var scalars = 0
        func add(_ text: String) {
            utf8.append(contentsOf: text.utf8)
            scalars += text.unicodeScalars.count
        }
        for page in document.pages {
            var previous: ExtractedBlock.Kind?
            for (index, block) in page.blocks.enumerated() {
                // As `ExtractedPage.text` joins them.
                if let previous { add(previous.isLine && block.kind == previous ? "\n" : "\n\n") }
                blocks.append(
                    Block(
                        kind: block.kind, level: block.level, text: block.text, page: page.number,
                        utf8Start: utf8.count,
                        scalarStart: scalars, isFirstOnPage: index == 0, isLastOnPage: index == page.blocks.count - 1))
                add(block.text)
                previous = block.kind
            }
            add("\n")
        }
    }

    /// The text between two UTF-8 offsets that lie on character boundaries.
    func text(_ range: Range<Int>) -> String { String(decoding: utf8[range], as: UTF8.self) }
}
