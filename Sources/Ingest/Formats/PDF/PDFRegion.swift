/// A part of a page in reading order.
enum PDFRegion {
    /// Lines of one column, top to bottom.
    case column([PDFFragment])
    /// Rows of cells; a cell's wrapped lines are joined already.
    case table([PDFTable.Row])
}

/// A paragraph or table of a page, in reading order.
enum PDFElement {
    case paragraph(PDFParagraph)
    case table([PDFTable.Row])

    var paragraph: PDFParagraph? { if case .paragraph(let paragraph) = self { paragraph } else { nil } }

    static func elements(of regions: [PDFRegion]) -> [PDFElement] {
        regions.flatMap { region -> [PDFElement] in
            switch region {
            case .column(let lines): PDFParagraph.paragraphs(of: lines).map { .paragraph($0) }
            case .table(let rows): [.table(rows)]
            }
        }
    }
}
