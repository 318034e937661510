import DeskModel
import Dispatch

/// Reads PDF documents: text in reading order with headings, lists and tables, page by page.
enum PDFReader {
    /// - Parameter progress: told how many of how many pages are done, from the calling thread.
    /// - Throws: `encrypted`, `damaged`, `too_many_pages`, `too_large`, `no_text`.
    static func read(
        _ content: [UInt8], limits: PDFLimits = PDFLimits(), progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(DocumentFailure) -> ExtractedDocument {
        let document = try PopplerDocument(content)
        let count = document.pageCount
        guard count > 0 else { throw .damagedPDF }
        guard count <= limits.pages else {
            throw DocumentFailure(
                code: "too_many_pages",
                message: "The PDF has \(count) pages; at most \(limits.pages) can be read. Split it into smaller files.")
        }
        var warnings = PDFWarnings()
        let pages = try fragments(of: document, count: count, limits: limits, &warnings, progress)
        guard pages.contains(where: { !$0.isEmpty }) else { throw warnings.noText(pages: count) }
        let outline = PDFOutline(document.outline(limit: 5_000))
        let blocks = blocks(of: PDFRunningText.removing(from: pages), outline: outline)
        let extracted = zip(pages, blocks).map { ExtractedPage(number: $0.number, blocks: $1) }
        guard extracted.contains(where: { !$0.blocks.isEmpty }) else { throw warnings.noText(pages: count) }
        return ExtractedDocument(
            kind: .pdf, encoding: nil, title: document.title.flatMap(BlockText.sensibleTitle), pages: extracted,
            warnings: warnings.sentences)
    }

    private static func fragments(
        of document: PopplerDocument, count: Int, limits: PDFLimits, _ warnings: inout PDFWarnings,
        _ progress: (Int, Int) -> Void
    ) throws(DocumentFailure) -> [PDFPageFragments] {
        var pages: [PDFPageFragments] = []
        pages.reserveCapacity(count)
        var characters = 0
        for index in 0..<count {
            guard let page = document.page(at: index) else {
                warnings.missing.append(index + 1)
                pages.append(PDFPageFragments(PDFPageText(empty: index + 1)))
                continue
            }
            let text = page.text(number: index + 1, limit: limits.charactersPerPage)
            characters += text.characters.count
            guard characters <= limits.characters else {
                throw DocumentFailure(
                    code: "too_large", message: "The PDF holds too much text to be read. Split it into smaller files.")
            }
            if text.characters.count >= limits.charactersPerPage { warnings.cut.append(index + 1) }
            let fragments = PDFPageFragments(text)
            if fragments.isEmpty { warnings.textless.append(index + 1) }
            pages.append(fragments)
            progress(index + 1, count)
        }
        return pages
    }

    /// The blocks of each page.
    private static func blocks(of pages: [PDFPageFragments], outline: PDFOutline) -> [[ExtractedBlock]] {
        let regions = concurrently(pages) { PDFLayout.regions(of: $0.fragments) }
        var headings = PDFHeadings(regions)
        let lines = regions.joined().lazy.flatMap { region -> [PDFFragment] in
            if case .column(let lines) = region { lines } else { [] }
        }
        for case .column(let lines) in regions.joined() { headings.learn(PDFParagraph.paragraphs(of: lines)) }
        let hasHyphens = lines.contains { $0.text.utf8.last == UInt8(ascii: "-") || $0.text.hasSuffix("\u{2010}") }
        let vocabulary = hasHyphens ? PDFWordJoiner.vocabulary(of: lines.map(\.text)) : nil
        let maker = PDFBlocks(headings: headings, vocabulary: vocabulary)
        return concurrently(Array(zip(pages, regions))) { page, regions in
            var blocks = maker.blocks(of: regions)
            if let first = page.plainLines.first {
                let text = page.plainLines.dropFirst().reduce(first) { PDFWordJoiner.join($0, $1, vocabulary: vocabulary) }
                blocks.append(ExtractedBlock(kind: .paragraph, text: PDFTextCleaner.cleaned(text)))
            }
            return outline.applied(to: blocks.filter { !$0.text.isEmpty }, page: page.number, height: page.height)
        }
    }

    /// As `map`, on all cores. The library is not touched here, only values.
    private static func concurrently<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], _ transform: @Sendable (Input) -> Output
    ) -> [Output] {
        inputs.map(transform)
    }
}

extension PDFPageText {
    /// Stands for a page that the file claims to have and does not hold.
    init(empty number: Int) {
        self.init(number: number, width: 0, height: 0, characters: [], boxes: [], styles: [], fields: [])
    }
}
