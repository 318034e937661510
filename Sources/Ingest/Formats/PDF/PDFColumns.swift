/// A band of a page cut at its gutters, and the judgement whether that is text in columns or a table.
struct PDFColumns {
    /// From left to right, each ordered by upper edge.
    var columns: [[PDFFragment]]
    /// Left and right edge of each column.
    let extents: [(left: Double, right: Double)]

    init(_ fragments: [PDFFragment], gutters: [(left: Double, right: Double)]) {
        var columns = [[PDFFragment]](repeating: [], count: gutters.count + 1)
        for fragment in fragments {
            let middle = (fragment.box.left + fragment.box.right) / 2
            let index = gutters.firstIndex { middle < $0.right } ?? gutters.count
            columns[index].append(fragment)
        }
        self.columns = columns.filter { !$0.isEmpty }
        extents = self.columns.map { column in
            (column.map(\.box.left).min() ?? 0, column.map(\.box.right).max() ?? 0)
        }
    }

    /// The same fragments in as many columns as most rows leave open: a heading that spans columns, or a long cell here
    /// and there, closes no gutter of a table.
    func refined(minimumGutter: Double) -> PDFColumns {
        let fragments = columns.flatMap { $0 }
        let rows = PDFLineJoiner.rowIndices(of: fragments).count
        let tolerated = rows / 8
        var edges = fragments.flatMap { [(at: $0.box.left, step: 1), (at: $0.box.right, step: -1)] }
        edges.sort { ($0.at, $0.step) < ($1.at, $1.step) }
        var covered = 0
        var opened: Double?
        var gutters: [(left: Double, right: Double)] = []
        for edge in edges {
            covered += edge.step
            if covered <= tolerated {
                opened = opened ?? edge.at
            } else if let left = opened {
                if edge.at - left >= minimumGutter, edges.first.map({ left > $0.at + minimumGutter }) == true {
                    gutters.append((left, edge.at))
                }
                opened = nil
            }
        }
        guard gutters.count >= columns.count else { return self }
        return PDFColumns(fragments, gutters: gutters)
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
            // One wide column of sentences beside labels: a table when its cells begin where the labels stand.
            let starts = cellStarts(of: columns[running])
            let labels = columns.enumerated().filter { $0.offset != running }.flatMap(\.element)
            let aligned = labels.count { label in
                starts.contains { abs($0 - label.box.middle) < label.box.height * 0.5 }
            }
            return starts.count > 1 && labels.count > 1 && aligned * 10 >= labels.count * 8
        }
        return shared > 1 && shared * 10 >= rows.count * 4
    }

    /// Heights of the lines that a wider gap or a line broken off early stands above: where cells may begin.
    private func cellStarts(of lines: [PDFFragment]) -> [Double] {
        let gaps = zip(lines, lines.dropFirst()).map { $1.box.top - $0.box.bottom }
        let usual = gaps.sorted().dropFirst(gaps.count / 3).first ?? 0
        let right = lines.map(\.box.right).max() ?? 0
        var starts = [lines[0].box.middle]
        for (index, gap) in gaps.enumerated() {
            let isBrokenOff = lines[index].box.right + lines[index + 1].firstWordWidth < right - lines[index].size
            if gap > usual + lines[index].size * 0.3 || isBrokenOff { starts.append(lines[index + 1].box.middle) }
        }
        return starts
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
