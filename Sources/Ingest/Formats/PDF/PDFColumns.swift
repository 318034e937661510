/// A band of a page cut at its gutters, and the judgement whether that is text in columns or a table.
struct PDFColumns {
    /// From left to right, each ordered by upper edge.
    var columns: [[PDFFragment]]
    /// Left and right edge of each column.
    let extents: [(left: Double, right: Double)]

    init(_ fragments: [PDFFragment], gutters: [(left: Double, right: Double)]) {
        var columns = [[PDFFragment]](repeating: [], count: gutters.count + 1)
        for fragment in fragments {
            let index = gutters.firstIndex { fragment.box.right <= $0.left + 0.01 } ?? gutters.count
            columns[index].append(fragment)
        }
        self.columns = columns.filter { !$0.isEmpty }
        extents = self.columns.map { column in
            (column.map(\.box.left).min() ?? 0, column.map(\.box.right).max() ?? 0)
        }
    }

    /// Cells share rows and do not run on from line to line.
    var isTable: Bool {
        guard columns.count > 1 else { return false }
        let all = columns.enumerated().flatMap { column, fragments in fragments.map { (column: column, fragment: $0) } }
        let rows = PDFLineJoiner.rowIndices(of: all.map(\.fragment)).map { row in Set(row.map { all[$0].column }) }
        let shared = rows.count { $0.count > 1 }
        if rows.count == 1 { return true }
        let running = columns.indices.filter(isRunningText)
        if running.count > 1 { return false }
        // Lists side by side share baselines too.
        if columns.count(where: isList) > 1 { return false }
        if let running = running.first {
            // One wide column of sentences beside labels: a table when every label begins beside a line.
            let labels = rows.filter { row in row.contains { $0 != running } }
            return labels.count > 1 && labels.count { $0.contains(running) } * 10 >= labels.count * 8
        }
        return shared > 1 && shared * 10 >= rows.count * 4
    }

    /// Most of its lines fill its width with words.
    private func isRunningText(_ column: Int) -> Bool {
        let lines = columns[column]
        guard lines.count >= 4 else { return false }
        let width = extents[column].right - extents[column].left
        let full = lines.count { $0.box.width >= width * 0.7 }
        let characters = lines.reduce(0) { $0 + $1.text.unicodeScalars.count }
        let words = lines.reduce(0) { $0 + $1.text.utf8.count { $0 == 0x20 } + 1 }
        let isUnspaced = lines[0].text.unicodeScalars.contains(where: Script.isUnspaced)
        return full * 100 >= lines.count * 55 && characters >= lines.count * (isUnspaced ? 8 : 18)
            && (isUnspaced || words >= lines.count * 3)
    }

    private func isList(_ lines: [PDFFragment]) -> Bool {
        lines.count >= 2 && lines.count { ListMarker.markerLength($0.text) > 0 } * 10 >= lines.count * 4
    }
}
