public import DeskModel

/// Reads HTML pages: their text without scripts, styles, navigation and what is hidden.
public enum HTMLReader {
    /// The page's blocks, as one page.
    ///
    /// - Throws: `unsupported_kind` when the bytes are not text, `damaged` when elements nest absurdly deep, `empty` or
    ///   `no_text`.
    public static func read(_ content: [UInt8]) throws(DocumentFailure) -> ExtractedDocument {
        guard !content.allSatisfy({ $0 <= 0x20 }) else { throw .emptyText }
        guard let decoded = TextDecoder.decode(content, declared: HTMLCharset.declared(in: content)) else {
            throw DocumentFailure(
                code: "unsupported_kind", message: "The page is not text in a known encoding. Save it as UTF-8.")
        }
        var markup = MarkupBlocks()
        do throws(HTMLParser.Failure) {
            try HTMLParser.parse(decoded.text.filter { $0 != "\0" }, into: &markup)
        } catch {
            throw DocumentFailure(
                code: "damaged", message: "The page is damaged: its elements are nested too deep. Save it again.")
        }
        let blocks = markup.finish()
        guard !blocks.isEmpty else {
            throw DocumentFailure(
                code: "no_text",
                message: "The page shows no text without its scripts. Print it to PDF and upload that instead.")
        }
        return ExtractedDocument(
            kind: .html, encoding: decoded.encoding, title: markup.title,
            pages: [ExtractedPage(number: 1, blocks: blocks)], warnings: [])
    }
}
