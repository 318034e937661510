/// A table as a reader found it, and the row texts it is made into.
struct TableRows {
    struct Cell {
        var text: String
        var isHeader = false
        /// All of its text is bold.
        var isBold = false
        /// Columns it covers, at least 1.
        var columns = 1
        /// Rows it covers, at least 1; its text is repeated in each.
        var rows = 1
    }

    struct Row {
        var cells: [Cell] = []
        /// Marked by the format as one of the table's header rows.
        var isHeader = false
        /// Page the row begins on.
        var page = 1
    }

    /// Header cells longer than this label nothing; the row is ordinary text then.
    private static let maximumHeaderLength = 80
    /// Columns beyond this are dropped: no real table has them, and attacks multiply them.
    private static let maximumColumns = 512

    /// One text per row that is not empty: `Header: cell; Header: cell` under headers, else the cells separated by
    /// ` | `. Header rows vanish into the rows below them; when there are none below they are rows themselves.
    static func texts(of rows: [Row]) -> [(text: String, page: Int)] {
        let grid = expanded(rows)
        let width = grid.map(\.count).max() ?? 0
        let headerCount = headerRows(rows, grid, width: width)
        let headers = labels(grid.prefix(headerCount), width: width)
        var texts: [(String, Int)] = []
        for (row, cells) in zip(rows, grid).dropFirst(headerCount) {
            let text = headerCount > 0 ? labelled(cells, headers) : plain(cells, row)
            if !text.isEmpty { texts.append((text, row.page)) }
        }
        return texts
    }

    /// The text of each grid position; a spanning cell's text stands once in each row it covers.
    private static func expanded(_ rows: [Row]) -> [[String]] {
        /// Per column: the text that still hangs down from above and for how many rows.
        var hanging: [Int: (text: String, rows: Int)] = [:]
        return rows.map { row in
            var line: [String] = []
            func fillHanging() {
                while line.count < maximumColumns, let cell = hanging[line.count] {
                    hanging[line.count] = cell.rows > 1 ? (cell.text, cell.rows - 1) : nil
                    line.append(cell.text)
                }
            }
            for cell in row.cells where line.count < maximumColumns {
                fillHanging()
                for offset in 0..<max(1, min(cell.columns, maximumColumns - line.count)) {
                    let text = offset == 0 ? cell.text : ""
                    if cell.rows > 1 { hanging[line.count] = (text, cell.rows - 1) }
                    line.append(text)
                }
            }
            fillHanging()
            return line
        }
    }

    /// How many rows at the top are headers: those marked so, or made of header cells; never the whole table.
    private static func headerRows(_ rows: [Row], _ grid: [[String]], width: Int) -> Int {
        guard width >= 2, rows.count >= 2 else { return 0 }
        var count = 0
        while count < min(rows.count - 1, 3) {
            let row = rows[count]
            let filled = row.cells.filter { !$0.text.isEmpty }
            let marked = row.isHeader || (!filled.isEmpty && filled.allSatisfy(\.isHeader))
            guard marked, filled.allSatisfy({ $0.text.count <= maximumHeaderLength }) else { break }
            count += 1
        }
        return count == 0 && firstRowLabels(rows, grid, width: width) ? 1 : count
    }

    /// Whether an unmarked first row is a header nevertheless: short words without digits in every column, and either
    /// bold over rows that are not, or above a column that mostly holds figures.
    private static func firstRowLabels(_ rows: [Row], _ grid: [[String]], width: Int) -> Bool {
        let first = rows[0].cells
        let short = first.allSatisfy {
            !$0.text.isEmpty && $0.text.count <= 40 && $0.columns == 1 && $0.rows == 1
                && !$0.text.contains(where: \.isNumber)
        }
        guard first.count == width, short, Set(first.map(\.text)).count == width else { return false }
        let others = rows.dropFirst()
        if first.allSatisfy(\.isBold), others.contains(where: { $0.cells.contains { !$0.text.isEmpty && !$0.isBold } })
        {
            // A bold first column labels rows, and its first cell is bold like the others.
            return width > 1
        }
        return (0..<width).contains { column in
            let figures = grid.dropFirst().count { column < $0.count && $0[column].contains(where: \.isNumber) }
            return figures * 10 >= others.count * 6
        }
    }

    private static func labels(_ headers: ArraySlice<[String]>, width: Int) -> [String] {
        (0..<width).map { column in
            var parts: [String] = []
            for row in headers {
                // A header that spans columns labels each of them.
                let part = column < row.count ? row[...column].last { !$0.isEmpty } ?? "" : ""
                let own = column < row.count ? row[column] : ""
                let label = row == headers.last ? own : (own.isEmpty ? part : own)
                if !label.isEmpty, parts.last != label { parts.append(label) }
            }
            return trimmingColon(parts.joined(separator: " "))
        }
    }

    private static func labelled(_ cells: [String], _ headers: [String]) -> String {
        var parts: [String] = []
        for (column, cell) in cells.enumerated() where !cell.isEmpty {
            let header = column < headers.count ? headers[column] : ""
            parts.append(header.isEmpty || header == cell ? cell : "\(header): \(cell)")
        }
        return parts.joined(separator: "; ")
    }

    /// A row of two whose first cell is its header (`<th>Phone</th><td>555</td>`) reads `Phone: 555`.
    private static func plain(_ cells: [String], _ row: Row) -> String {
        if row.cells.count == 2, row.cells[0].isHeader, !row.cells[1].isHeader, cells.allSatisfy({ !$0.isEmpty }) {
            return "\(trimmingColon(cells[0])): \(cells[1])"
        }
        return cells.filter { !$0.isEmpty }.joined(separator: " | ")
    }

    private static func trimmingColon(_ text: String) -> String {
        text.hasSuffix(":") ? String(text.dropLast()) : text
    }
}
