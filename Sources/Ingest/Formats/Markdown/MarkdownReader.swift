public import DeskModel

/// Reads Markdown (CommonMark with GitHub's tables), with YAML or TOML front matter.
public enum MarkdownReader {
    /// The document's blocks, as one page.
    ///
    /// - Throws: `unsupported_kind` when the bytes are not text, `too_large`, `damaged` or `empty`.
    public static func read(_ content: [UInt8]) throws(DocumentFailure) -> ExtractedDocument {
        guard !content.allSatisfy({ $0 <= 0x20 }) else { throw .emptyText }
        guard let decoded = TextDecoder.decode(content) else {
            throw DocumentFailure(
                code: "unsupported_kind", message: "The file is not text in a known encoding. Save it as UTF-8.")
        }
        let (matter, body) = MarkdownFrontMatter.split(decoded.text)
        var markup: MarkupBlocks
        do throws(MarkdownParser.Failure) {
            markup = try MarkdownParser.parse(body)
        } catch {
            switch error {
            case .tooLarge:
                throw DocumentFailure(code: "too_large", message: "The document's tables are too large. Split it.")
            case .failed: throw DocumentFailure(code: "damaged", message: "The document cannot be read as Markdown.")
            }
        }
        let blocks = markup.finish()
        guard !blocks.isEmpty else { throw .emptyText }
        return ExtractedDocument(
            kind: .markdown, encoding: decoded.encoding, title: matter?.title.flatMap(BlockText.sensibleTitle),
            pages: [ExtractedPage(number: 1, blocks: blocks)], warnings: [])
    }
}
