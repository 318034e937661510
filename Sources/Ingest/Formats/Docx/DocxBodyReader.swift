/// Reads block content (ECMA-376 part 1, 17.2 and on) into blocks: paragraphs, lists, tables, with what floats beside
/// them. Tracked changes read as accepted, fields as their results.
///
/// One reader serves the body and, in turn, notes, headers and footers.
final class DocxBodyReader {
    let styles: DocxStyles
    var numbering: DocxNumbering
    /// Text of footnotes (`f` and their id) and endnotes (`e` and their id).
    var notes: [String: String] = [:]
    /// Relationship ids of the headers and footers that sections show.
    private(set) var headerReferences: [String] = []
    private(set) var footerReferences: [String] = []

    var pages = DocxPageCounter()
    var fields = DocxFields()
    /// Above 0 inside text boxes, whose page breaks mean nothing.
    var floatingDepth = 0
    /// What was read so far in the current story or cell.
    private(set) var blocks: [DocxBlock] = []
    private var carried: DocxParagraph?

    init(styles: DocxStyles, numbering: DocxNumbering) {
        self.styles = styles
        self.numbering = numbering
    }

    /// Reads the block content of the element the cursor stands on and gives it apart from what was read before.
    ///
    /// - Parameter cellProperty: called at each property when the element is a table cell.
    func collect(
        _ cursor: XMLCursor, cellProperty: (XMLCursor) throws(XMLFailure) -> Void = { _ in }
    ) throws(XMLFailure) -> [DocxBlock] {
        let outer = blocks
        let outerCarried = carried
        blocks = []
        carried = nil
        defer {
            blocks = outer
            carried = outerCarried
        }
        try readBlocks(cursor, cellProperty: cellProperty)
        if let rest = carried { emit(rest) }
        return blocks
    }

    private func readBlocks(
        _ cursor: XMLCursor, cellProperty: (XMLCursor) throws(XMLFailure) -> Void = { _ in }
    ) throws(XMLFailure) {
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            switch cursor.name {
            case "tcPr": try cursor.forEachChild(cellProperty)
            case "p": try readParagraph(cursor)
            case "tbl": try blocks += readTable(cursor)
            case "sdt": try readControl(cursor) { (cursor) throws(XMLFailure) in try readBlocks(cursor) }
            case "customXml", "ins", "moveTo", "smartTag": try readBlocks(cursor)
            case "AlternateContent": try readAlternate(cursor) { (cursor) throws(XMLFailure) in try readBlocks(cursor) }
            case "sectPr": try readSection(cursor)
            default: break
            }
        }
    }

    /// Of the branches of `mc:AlternateContent`, which say the same to programs of different age, the first that holds
    /// anything.
    func readAlternate(
        _ cursor: XMLCursor, measuring size: () -> Int = { 0 }, _ read: (XMLCursor) throws(XMLFailure) -> Void
    ) throws(XMLFailure) {
        var taken = false
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            guard !taken, cursor.name == "Choice" || cursor.name == "Fallback" else { return }
            let before = size() + blocks.count
            try read(cursor)
            taken = size() + blocks.count > before
        }
    }

    /// The content of a content control, unless it still shows its placeholder ("Click here to enter text").
    func readControl(_ cursor: XMLCursor, _ read: (XMLCursor) throws(XMLFailure) -> Void) throws(XMLFailure) {
        var showsPlaceholder = false
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            if cursor.name == "sdtPr" {
                try cursor.forEachChild { (cursor) throws(XMLFailure) in
                    if cursor.name == "showingPlcHdr" { showsPlaceholder = DocxStyles.isOn(cursor) }
                }
            } else if cursor.name == "sdtContent", !showsPlaceholder {
                try read(cursor)
            }
        }
    }

    private func readParagraph(_ cursor: XMLCursor) throws(XMLFailure) {
        var paragraph = DocxParagraph()
        if let carried {
            paragraph = carried
            paragraph.continuesInNext = false
            self.carried = nil
        }
        try readInline(cursor, into: &paragraph)
        if paragraph.continuesInNext { carried = paragraph } else { emit(paragraph) }
        if paragraph.endsSection, floatingDepth == 0 { pages.explicitBreak() }
    }

    private func emit(_ paragraph: DocxParagraph) {
        let style = styles.properties(paragraph.style ?? styles.defaultParagraph)
        defer {
            for note in paragraph.notes {
                blocks.append(DocxBlock(block: .init(kind: .footnote, text: note), page: pages.page))
            }
            blocks += paragraph.floating
        }
        let numbering = paragraph.numbering ?? style.numbering ?? 0
        let level = min(
            max(
                paragraph.numberingLevel ?? style.numberingLevel
                    ?? paragraph.style.flatMap { self.numbering.levelsOfStyles[$0] } ?? 0, 0), 8)
        let heading = paragraph.outlineLevel.map { $0 <= 8 ? min($0 + 1, 6) : nil } ?? style.headingLevel
        let pieces = paragraph.pieces(defaultPage: pages.page)
        guard let first = pieces.first, !first.text.isEmpty, !style.isContents else { return }
        let whole = pieces.map(\.text).joined(separator: " ")
        let label = numbering > 0 ? self.numbering.label(numbering, level: level) : nil
        let labelled = label.map { "\($0) \(whole)" } ?? whole

        if let heading {
            add(.heading, heading, labelled, first.page, paragraph, isTitle: style.isTitle)
        } else if numbering > 0 {
            add(.listItem, level + 1, labelled, first.page, paragraph)
        } else if style.isCode {
            for line in paragraph.text.split(separator: "\n", omittingEmptySubsequences: true) {
                let text = BlockText.normalizedCode(line)
                if !text.isEmpty { add(.code, 0, text, first.page, paragraph) }
            }
        } else {
            for piece in pieces { add(.paragraph, 0, piece.text, piece.page, paragraph) }
        }
    }

    private func add(
        _ kind: ExtractedBlock.Kind, _ level: Int, _ text: String, _ page: Int, _ paragraph: DocxParagraph,
        isTitle: Bool = false
    ) {
        var block = DocxBlock(block: ExtractedBlock(kind: kind, level: level, text: text), page: page, isTitle: isTitle)
        block.looksLikeHeading = kind == .paragraph && paragraph.looksLikeHeading(text)
        block.isBold = paragraph.isBold
        block.holdsPageNumber = paragraph.holdsPageNumber
        blocks.append(block)
    }

    /// Notes the headers and footers of a section, handing every property on.
    func readSection(_ cursor: XMLCursor, property: (XMLCursor) -> Void = { _ in }) throws(XMLFailure) {
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            property(cursor)
            guard let id = cursor.attribute("id") else { return }
            if cursor.name == "headerReference", !headerReferences.contains(id) { headerReferences.append(id) }
            if cursor.name == "footerReference", !footerReferences.contains(id) { footerReferences.append(id) }
        }
    }
}
