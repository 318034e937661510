extension DocxBodyReader {
    private struct Cell {
        var columns = 1
        /// The cell continues the one above it.
        var continuesAbove = false
        var blocks: [DocxBlock] = []

        var text: String { blocks.filter { $0.block.kind != .footnote }.map(\.block.text).joined(separator: " ") }
    }

    private struct Row {
        var cells: [Cell] = []
        var isHeader = false
        var isDeleted = false
        var page = 1
    }

    /// Reads a table into a block per row, notes of a row after it. Tables that only lay out a page (one column, or
    /// headings inside) read as what stands in them.
    func readTable(_ cursor: XMLCursor) throws(XMLFailure) -> [DocxBlock] {
        var rows: [Row] = []
        try readRows(cursor, into: &rows)
        rows.removeAll(where: \.isDeleted)
        let cells = rows.flatMap(\.cells)
        let isLayout =
            rows.allSatisfy { $0.cells.count <= 1 }
            || cells.contains { $0.blocks.contains { $0.block.kind == .heading } }
        if isLayout { return cells.flatMap(\.blocks) }

        var above: [Int: String] = [:]
        let table = rows.map { row in
            var column = 0
            var line = TableRows.Row(isHeader: row.isHeader, page: row.page)
            for cell in row.cells {
                let text = cell.continuesAbove ? above[column] ?? "" : cell.text
                above[column] = text
                let isBold = !cell.blocks.isEmpty && cell.blocks.allSatisfy(\.isBold)
                line.cells.append(TableRows.Cell(text: text, isBold: isBold, columns: cell.columns))
                column += cell.columns
            }
            return line
        }
        let texts = TableRows.texts(of: table)
        let notes = cells.flatMap(\.blocks).filter { $0.block.kind == .footnote }
        return texts.map { DocxBlock(block: ExtractedBlock(kind: .tableRow, text: $0.text), page: $0.page) } + notes
    }

    private func readRows(_ cursor: XMLCursor, into rows: inout [Row]) throws(XMLFailure) {
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            switch cursor.name {
            case "tr":
                var row = Row(page: pages.page)
                var lastPage = pages.page
                try readCells(cursor, into: &row, lastPage: &lastPage)
                pages.rewind(to: lastPage)
                rows.append(row)
            case "sdt", "sdtContent", "customXml", "ins", "moveTo": try readRows(cursor, into: &rows)
            default: break
            }
        }
    }

    private func readCells(_ cursor: XMLCursor, into row: inout Row, lastPage: inout Int) throws(XMLFailure) {
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            switch cursor.name {
            case "trPr":
                try cursor.forEachChild { (cursor) throws(XMLFailure) in
                    switch cursor.name {
                    case "tblHeader": row.isHeader = DocxStyles.isOn(cursor)
                    case "del": row.isDeleted = true
                    case "gridBefore": row.cells.append(Cell(columns: Self.span(cursor)))
                    default: break
                    }
                }
            case "tc":
                pages.rewind(to: row.page)
                var cell = Cell()
                // The properties come first in a cell, and its blocks are read from the same element.
                cell.blocks = try collect(cursor) { (cursor) throws(XMLFailure) in
                    guard cursor.name == "gridSpan" || cursor.name == "vMerge" || cursor.name == "hMerge" else {
                        return
                    }
                    if cursor.name == "gridSpan" { cell.columns = Self.span(cursor) }
                    if cursor.name == "vMerge" { cell.continuesAbove = cursor.attribute("val") != "restart" }
                }
                lastPage = max(lastPage, pages.page)
                row.cells.append(cell)
            case "sdt", "sdtContent", "customXml": try readCells(cursor, into: &row, lastPage: &lastPage)
            default: break
            }
        }
    }

    private static func span(_ cursor: XMLCursor) -> Int {
        min(max(cursor.attribute("val").flatMap { Int($0) } ?? 1, 1), 512)
    }
}
