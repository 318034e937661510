/// A table of markup while it is read.
struct MarkupTable {
    /// Number of open sinks outside the table.
    let depth: Int
    var inHead = false
    private var rows: [TableRows.Row] = []
    private var cells: [[ExtractedBlock]] = []
    private var pending = TableRows.Cell(text: "")

    init(depth: Int) { self.depth = depth }

    mutating func startRow() { rows.append(TableRows.Row(isHeader: inHead)) }

    mutating func startCell(isHeader: Bool, _ attributes: [String: String]) {
        if rows.isEmpty { startRow() }
        pending = TableRows.Cell(text: "", isHeader: isHeader)
        pending.columns = Self.span(attributes["colspan"], limit: 100)
        pending.rows = Self.span(attributes["rowspan"], limit: 1000)
    }

    mutating func endCell(_ blocks: [ExtractedBlock]) {
        guard !rows.isEmpty else { return }
        pending.text = blocks.map(\.text).joined(separator: " ")
        rows[rows.count - 1].cells.append(pending)
        cells.append(blocks)
        pending = TableRows.Cell(text: "")
    }

    /// A block per row; what stands inside when the table only lays out a page: one column, headings, or cells of many
    /// blocks.
    func blocks() -> [ExtractedBlock] {
        let isLayout =
            rows.allSatisfy { $0.cells.count <= 1 }
            || cells.contains { blocks in
                blocks.contains { $0.kind == .heading } || blocks.count > 8
            }
        if isLayout { return cells.flatMap { $0 } }
        return TableRows.texts(of: rows.filter { !$0.cells.isEmpty }).map {
            ExtractedBlock(kind: .tableRow, text: $0.text)
        }
    }

    private static func span(_ value: String?, limit: Int) -> Int {
        min(max(value.flatMap { Int($0.filter(\.isNumber)) } ?? 1, 1), limit)
    }
}
