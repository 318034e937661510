public import DeskModel

/// Reads plain text in any encoding. Form feeds separate pages.
public enum PlainTextReader {
    /// The text as blocks: paragraphs with hard-wrapped lines joined, list items, rows of figures, and headings where
    /// the layout shows them clearly.
    ///
    /// - Throws: `empty` when there is no text, `unsupported_kind` when the bytes are not text.
    public static func read(_ content: [UInt8]) throws(DocumentFailure) -> ExtractedDocument {
        guard !content.allSatisfy({ $0 <= 0x20 }) else { throw .emptyText }
        guard let decoded = TextDecoder.decode(content) else {
            throw DocumentFailure(
                code: "unsupported_kind",
                message: "The file is not text in a known encoding. Upload a PDF, Word, HTML, Markdown or text file.")
        }
        let sheets = decoded.text.unicodeScalars.split(separator: "\u{0C}", omittingEmptySubsequences: false)
        var pages: [ExtractedPage] = []
        var title: String?
        for (index, sheet) in sheets.enumerated() {
            var layout = PlainTextLayout(Substring(sheet))
            let blocks = layout.blocks(isFirstPage: index == 0)
            if index == 0 { title = layout.title }
            pages.append(ExtractedPage(number: index + 1, blocks: blocks))
        }
        while let last = pages.last, last.blocks.isEmpty { pages.removeLast() }
        guard !pages.isEmpty else { throw .emptyText }
        return ExtractedDocument(kind: .txt, encoding: decoded.encoding, title: title, pages: pages, warnings: [])
    }
}

extension DocumentFailure {
    static var emptyText: DocumentFailure {
        DocumentFailure(code: "empty", message: "The file holds no text. Choose one that does.")
    }
}
