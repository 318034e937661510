public import DeskModel

/// Reads Word documents (OOXML WordprocessingML, transitional and strict; ECMA-376).
public enum DocxReader {
    /// The document as pages of blocks. Pages follow the breaks that the file holds; a file without any has one page.
    ///
    /// - Throws: `encrypted`, `damaged`, `too_large` or `empty`.
    public static func read(_ content: [UInt8]) throws(DocumentFailure) -> ExtractedDocument {
        try read(content, limits: ZipArchive.Limits())
    }

    static func read(_ content: [UInt8], limits: ZipArchive.Limits) throws(DocumentFailure) -> ExtractedDocument {
        if OLEContainer.isContainer(content) {
            throw DocumentFailure(
                code: "encrypted",
                message: "The file is protected by a password. Save it without one and upload it again.")
        }
        let package = try DocxPackage(ZipArchive(content, limits: limits))
        var warnings: [String] = []
        let reader = DocxBodyReader(
            styles: optional("styles", of: package, &warnings) { content throws(XMLFailure) in try DocxStyles(content) }
                ?? DocxStyles(),
            numbering: optional("numbering", of: package, &warnings) { content throws(XMLFailure) in
                try DocxNumbering(content)
            } ?? DocxNumbering())
        for (type, prefix) in [("footnotes", "f"), ("endnotes", "e")] {
            let notes = optional(type, of: package, &warnings) { content throws(XMLFailure) in
                try DocxStories.notes(content, with: reader)
            }
            for (id, text) in notes ?? [:] { reader.notes[prefix + id] = text }
        }
        guard let body = try package.archive.part(package.documentPart) else { throw .damagedArchive }
        var blocks: [DocxBlock]
        do throws(XMLFailure) {
            reader.pages = DocxPageCounter()
            blocks = try DocxStories.body(body, with: reader)
        } catch {
            throw .damagedXML(error)
        }
        DocxStories.markHeadings(&blocks)
        let title =
            blocks.first(where: \.isTitle).flatMap { BlockText.sensibleTitle($0.block.text) } ?? coreTitle(package)
        let lastPage = blocks.map(\.page).max() ?? 1
        let headers = runningTexts(reader.headerReferences, page: 1, of: package, reader, &warnings)
        let footers = runningTexts(reader.footerReferences, page: lastPage, of: package, reader, &warnings)
        let known = Set(blocks.map(\.block.text))
        var seen: Set<String> = []
        let isNew: (DocxBlock) -> Bool = { !known.contains($0.block.text) && seen.insert($0.block.text).inserted }
        blocks = headers.filter(isNew) + blocks + footers.filter(isNew)
        guard !blocks.isEmpty else {
            throw DocumentFailure(code: "empty", message: "The document holds no text. Choose one that does.")
        }
        return ExtractedDocument(kind: .docx, encoding: nil, title: title, pages: pages(of: blocks), warnings: warnings)
    }

    /// Reads a part that a document can do without: a damaged one costs a warning, not the document.
    private static func optional<Value>(
        _ type: String, of package: DocxPackage, _ warnings: inout [String],
        _ read: ([UInt8]) throws(XMLFailure) -> Value
    ) -> Value? {
        do {
            guard let content = try package.part(ofType: type) else { return nil }
            return try read(content)
        } catch {
            warnings.append("The document's \(type) could not be read.")
            return nil
        }
    }

    /// The running headers or footers, without page numbers.
    private static func runningTexts(
        _ references: [String], page: Int, of package: DocxPackage, _ reader: DocxBodyReader, _ warnings: inout [String]
    ) -> [DocxBlock] {
        var result: [DocxBlock] = []
        for id in references.prefix(64) {
            guard let target = package.relationships.first(where: { $0.id == id })?.target else { continue }
            do {
                guard let content = try package.archive.part(target) else { continue }
                result += try DocxStories.runningText(content, page: page, with: reader)
            } catch {
                warnings.append("A header or footer of the document could not be read.")
            }
        }
        return result
    }

    private static func coreTitle(_ package: DocxPackage) -> String? {
        guard let part = package.packageRelationships.first(where: { $0.type == "core-properties" })?.target,
            let content = try? package.archive.part(part), let cursor = try? XMLCursor(content)
        else { return nil }
        var title: String?
        try? cursor.enterRoot()
        try? cursor.forEachChild { (cursor) throws(XMLFailure) in
            if cursor.name == "title" { title = try cursor.readText() }
        }
        return title.flatMap(BlockText.sensibleTitle)
    }

    private static func pages(of blocks: [DocxBlock]) -> [ExtractedPage] {
        var byPage: [Int: [ExtractedBlock]] = [:]
        var page = 1
        for block in blocks {
            // Blocks stay in reading order: none goes to a page before that of the block above it.
            page = max(page, block.page)
            byPage[page, default: []].append(block.block)
        }
        return (1...page).map { ExtractedPage(number: $0, blocks: byPage[$0] ?? []) }
    }
}
