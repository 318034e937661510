/// A part of a page in reading order.
enum PDFRegion {
    /// Lines of one column, top to bottom.
    case column([PDFFragment])
    /// Rows of cells; a cell's wrapped lines are joined already.
    case table([PDFTable.Row])

    var box: PDFBox? {
        switch self {
        case .column(let lines): lines.lazy.map(\.box).union()
        case .table(let rows): rows.lazy.compactMap(\.box).union()
        }
    }
}
