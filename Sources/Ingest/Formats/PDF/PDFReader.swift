import DeskModel

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
                message: "The PDF has \(count) pages; at most \(limits.pages) can be read. Split it into smaller files."
            )
        }
        var entries: [PDFOutlineEntry] = []
        let (pages, warnings) = try PDFPageScan(content: content, limits: limits)
            .pages(of: document, count: count, before: { entries = document.outline(limit: 5_000) }, progress: progress)
        guard pages.contains(where: { !$0.isEmpty }) else { throw warnings.noText(pages: count) }
        let blocks = blocks(of: PDFRunningText.removing(from: pages), outline: PDFOutline(entries))
        let extracted = zip(pages, blocks).map { ExtractedPage(number: $0.number, blocks: $1) }
        guard extracted.contains(where: { !$0.blocks.isEmpty }) else { throw warnings.noText(pages: count) }
        return ExtractedDocument(
            kind: .pdf, encoding: nil, title: document.title.flatMap(BlockText.sensibleTitle), pages: extracted,
            warnings: warnings.sentences)
    }

    /// The blocks of each page.
    private static func blocks(of pages: [PDFPageFragments], outline: PDFOutline) -> [[ExtractedBlock]] {
        let elements = PDFConcurrency.map(pages) { PDFElement.elements(of: PDFLayout.regions(of: $0.fragments)) }
        let paragraphs = elements.joined().compactMap(\.paragraph)
        let maker = PDFBlocks(headings: PDFHeadings(paragraphs), vocabulary: vocabulary(of: elements))
        return PDFConcurrency.map(Array(zip(pages, elements))) { page, elements in
            var blocks = maker.blocks(of: elements)
            if !page.plainLines.isEmpty { blocks.append(maker.block(of: page.plainLines)) }
            return outline.applied(to: blocks.filter { !$0.text.isEmpty }, page: page.number, height: page.height)
        }
    }

    /// Those of the document's words that tell how its broken ones are mended.
    private static func vocabulary(of pages: [[PDFElement]]) -> Set<String> {
        var wanted: Set<String> = []
        for paragraph in pages.joined().lazy.compactMap(\.paragraph) {
            for (upper, lower) in zip(paragraph.lines, paragraph.lines.dropFirst()) {
                wanted.formUnion(PDFWordJoiner.candidates(upper.text, lower.text))
            }
        }
        guard !wanted.isEmpty else { return [] }
        let found = PDFConcurrency.map(pages) { [wanted] page in
            page.reduce(into: Set<String>()) { words, element in
                for line in element.paragraph?.lines ?? [] {
                    PDFWordJoiner.collect(wanted, from: line.text, into: &words)
                }
            }
        }
        return found.reduce(into: []) { $0.formUnion($1) }
    }
}

extension PDFPageText {
    /// Stands for a page that the file claims to have and does not hold.
    init(empty number: Int) {
        self.init(number: number, width: 0, height: 0, characters: [], boxes: [], styles: [], fields: [])
    }
}
