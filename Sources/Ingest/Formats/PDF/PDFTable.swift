/// Rows of cells found on a page.
enum PDFTable {
    struct Cell {
        var text: String
        var box: PDFBox
        var isBold: Bool
    }

    struct Row {
        /// One per column; `nil` where the row has none.
        var cells: [Cell?]

        var filled: Int { cells.count { $0 != nil } }
        var box: PDFBox? { cells.lazy.compactMap { $0?.box }.union() }
    }

    /// The table, with lines before its first and after its last row of several cells as columns of their own.
    static func regions(of columns: PDFColumns, rightToLeft: Bool) -> [PDFRegion] {
        let rows = merged(rows(of: columns, rightToLeft: rightToLeft))
        guard let first = rows.firstIndex(where: { $0.filled > 1 }), let last = rows.lastIndex(where: { $0.filled > 1 })
        else { return [.column(columns.columns.flatMap { $0 })] }
        let all = columns.columns.flatMap { $0 }
        func lines(_ rows: ArraySlice<Row>) -> [PDFRegion] {
            guard let box = rows.lazy.compactMap(\.box).union() else { return [] }
            let inside = all.filter { $0.box.middle >= box.top && $0.box.middle <= box.bottom }
            return inside.isEmpty ? [] : [.column(PDFLineJoiner.rows(of: inside, rightToLeft: rightToLeft))]
        }
        return lines(rows[..<first]) + [.table(Array(rows[first...last]))] + lines(rows[(last + 1)...])
    }

    private static func rows(of columns: PDFColumns, rightToLeft: Bool) -> [Row] {
        let all = columns.columns.enumerated().flatMap { column, fragments in fragments.map { (column, $0) } }
        return PDFLineJoiner.rowIndices(of: all.map(\.1)).map { indices in
            var row = Row(cells: Array(repeating: nil, count: columns.columns.count))
            for (column, fragment) in indices.map({ all[$0] }).sorted(by: { $0.1.box.left < $1.1.box.left }) {
                if let cell = row.cells[column] {
                    row.cells[column] = joined(
                        cell, Cell(text: fragment.text, box: fragment.box, isBold: fragment.isBold))
                } else {
                    row.cells[column] = Cell(text: fragment.text, box: fragment.box, isBold: fragment.isBold)
                }
            }
            if rightToLeft { row.cells.reverse() }
            return row
        }
    }

    /// Puts wrapped lines back into their cells.
    private static func merged(_ rows: [Row]) -> [Row] {
        let gaps = zip(rows, rows.dropFirst()).compactMap { upper, lower -> Double? in
            guard let upper = upper.box, let lower = lower.box else { return nil }
            return lower.top - upper.bottom
        }
        let widest = gaps.max() ?? 0
        var merged: [Row] = []
        let head = headLines(of: rows)
        for (index, row) in rows.enumerated() {
            if index > 0, index < head {
                merge(row, into: &merged)
                continue
            }
            guard let last = merged.last, index > 0,
                continues(row, last, gap: gaps[min(index - 1, gaps.count - 1)], widest: widest)
            else {
                merged.append(row)
                continue
            }
            merge(row, into: &merged)
        }
        return merged
    }

    private static func merge(_ row: Row, into rows: inout [Row]) {
        for (column, cell) in row.cells.enumerated() {
            guard let cell else { continue }
            let above = rows[rows.count - 1].cells[column]
            rows[rows.count - 1].cells[column] = above.map { joined($0, cell) } ?? cell
        }
    }

    /// How many rows at the top are the lines of one bold heading row over rows that are not bold.
    private static func headLines(of rows: [Row]) -> Int {
        let head = rows.prefix { row in row.cells.allSatisfy { $0?.isBold ?? true } }
        guard head.count > 1, head.count <= 8, head.count < rows.count else { return 0 }
        let isTight = zip(head, head.dropFirst()).allSatisfy { upper, lower in
            guard let upper = upper.box, let lower = lower.box else { return false }
            return lower.top - upper.bottom < lower.height * 0.5
        }
        return isTight ? head.count : 0
    }

    /// Whether a row is the wrapped rest of the one above: close to it, without a first cell of its own (or beginning
    /// in lower case), and below cells that are filled.
    private static func continues(_ row: Row, _ upper: Row, gap: Double, widest: Double) -> Bool {
        guard let box = row.box, upper.filled > 1, row.filled * 2 <= max(row.cells.count, 2) else { return false }
        guard gap < box.height * 0.5, gap <= widest * 0.8 || row.cells[0] == nil else { return false }
        guard zip(row.cells, upper.cells).allSatisfy({ $0 == nil || $1 != nil }) else { return false }
        if row.cells[0] == nil { return true }
        return row.filled == 1 && row.cells[0]?.text.unicodeScalars.first?.properties.isLowercase == true
    }

    private static func joined(_ first: Cell, _ second: Cell) -> Cell {
        Cell(
            text: PDFWordJoiner.join(first.text, second.text, vocabulary: []), box: first.box.union(second.box),
            isBold: first.isBold && second.isBold)
    }
}
