public import DeskModel

/// Reads documents of every kind. Blocking, and not proof against hostile files: run it in a worker process
/// (`ExtractionWorker`), never in the server.
public enum DocumentExtractor {
    /// - Parameter content: the file's bytes, whose kind is decided by what they are.
    /// - Parameter filename: what the document is called where it has no title.
    /// - Parameter progress: told how many of how many pages are done, from the calling thread; not called for formats
    ///   without pages.
    /// - Throws: `empty`, `unsupported_kind` and what the format's reader finds.
    public static func extract(
        _ content: [UInt8], filename: String, progress: (_ pagesDone: Int, _ pagesTotal: Int) -> Void = { _, _ in }
    ) throws(DocumentFailure) -> ExtractedDocument {
        guard !content.isEmpty else {
            throw DocumentFailure(code: "empty", message: "The file is empty. Choose another one.")
        }
        guard let kind = DocumentKindDetector.kind(of: content) else {
            throw DocumentFailure(
                code: "unsupported_kind",
                message: "This kind of file cannot be read. Upload a PDF, Word (DOCX), Markdown, HTML or text file.")
        }
        switch kind {
        case .pdf: return try PDFReader.read(content, progress: progress)
        case .docx: return try DocxReader.read(content)
        case .html: return try HTMLReader.read(content)
        case .markdown: return try MarkdownReader.read(content)
        case .txt: return try PlainTextReader.read(content)
        }
    }
}
