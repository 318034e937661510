/// Finds headers, footers and page numbers: rows at the edges of pages that other pages have in the same place.
struct PDFRunningText {
    private struct Key: Hashable {
        let text: String
        let height: Int
    }

    /// A row near the upper or lower edge of a page.
    private struct Row {
        let fragments: [Int]
        let masked: String
        let top: Double
    }

    private static let rowsPerEdge = 4
    /// Heights within this many points are the same place.
    private static let tolerance = 4.0

    /// The pages' fragments without the rows that repeat. The first copy of a row that says something which the body does
    /// not say stays: a phone number in a footer must be found, once.
    static func removing(from pages: [PDFPageFragments]) -> [PDFPageFragments] {
        guard pages.count > 1 else { return pages }
        let edges = pages.map { page in (top: edgeRows(page, upper: true), bottom: edgeRows(page, upper: false)) }
        var counts: [Key: Int] = [:]
        for edge in edges {
            var seen: Set<Key> = []
            for row in edge.top + edge.bottom { seen.insert(key(row)) }
            for row in [edge.top.first, edge.bottom.first] { if let row { seen.insert(anywhere(row)) } }
            for key in seen { counts[key, default: 0] += 1 }
        }
        let needed = pages.count == 2 ? 2 : 3
        func repeats(_ row: Row) -> Bool {
            let key = key(row)
            return (-1...1).reduce(0) { $0 + (counts[Key(text: key.text, height: key.height + $1)] ?? 0) } >= needed
        }
        /// Pages that end early have their footer below the text, at no fixed height.
        func ends(_ row: Row) -> Bool {
            row.masked.contains("#") && (counts[anywhere(row)] ?? 0) * 2 >= max(pages.count, needed * 2)
        }
        let dropped = edges.map { edge in
            // Only from the edge inwards, so that a repeated line within the text stays.
            [edge.top, edge.bottom].flatMap { rows in
                rows.enumerated().prefix { repeats($1) || ($0 == 0 && ends($1)) }.map(\.element)
            }
        }
        guard dropped.contains(where: { !$0.isEmpty }) else { return pages }
        return removing(dropped, from: pages)
    }

    private static func removing(_ dropped: [[Row]], from pages: [PDFPageFragments]) -> [PDFPageFragments] {
        var body: Set<String> = []
        for (page, rows) in zip(pages, dropped) {
            let indices = Set(rows.flatMap(\.fragments))
            for index in page.fragments.indices where !indices.contains(index) {
                body.insert(masked(page.fragments[index].text))
            }
        }
        var kept: Set<String> = []
        return zip(pages, dropped).map { page, rows in
            var indices: Set<Int> = []
            for row in rows {
                let isNew = saysSomething(row.masked) && !body.contains(row.masked) && kept.insert(row.masked).inserted
                if !isNew { indices.formUnion(row.fragments) }
            }
            // What is all that a page says is not a header.
            guard !indices.isEmpty, indices.count < page.fragments.count else { return page }
            var copy = page
            copy.fragments = page.fragments.enumerated().filter { !indices.contains($0.offset) }.map(\.element)
            return copy
        }
    }

    /// Rows from the edge inwards: those in the margin, or the outermost one.
    private static func edgeRows(_ page: PDFPageFragments, upper: Bool) -> [Row] {
        let upright = page.fragments.indices.filter { !page.fragments[$0].isRotated }
        let margin = page.height * 0.15
        let outermost = upper ? upright.map { page.fragments[$0].box.bottom }.min() : upright.map { page.fragments[$0].box.top }.max()
        guard let outermost else { return [] }
        let edge = upper ? max(margin, outermost + 1) : min(page.height - margin, outermost - 1)
        let candidates = upright.filter { index in
            let box = page.fragments[index].box
            return upper ? box.bottom < edge : box.top > edge
        }
        let rows = PDFLineJoiner.rowIndices(of: candidates.map { page.fragments[$0] })
        return (upper ? Array(rows.prefix(rowsPerEdge)) : rows.suffix(rowsPerEdge).reversed()).map { row in
            let indices = row.map { candidates[$0] }.sorted { page.fragments[$0].box.left < page.fragments[$1].box.left }
            let text = indices.map { page.fragments[$0].text }.joined(separator: " ")
            return Row(fragments: indices, masked: masked(text), top: indices.map { page.fragments[$0].box.top }.min() ?? 0)
        }
    }

    private static func anywhere(_ row: Row) -> Key { Key(text: row.masked, height: .max) }

    private static func key(_ row: Row) -> Key { Key(text: row.masked, height: Int((row.top / tolerance).rounded())) }

    /// Lower case, each number one `#`; a lone roman number counts as one.
    static func masked(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isRoman = true
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39:
                if bytes.last != 0x23 { bytes.append(0x23) }
                isRoman = false
            case 0x41...0x5A, 0x61...0x7A:
                bytes.append(byte | 0x20)
                isRoman = isRoman && romanDigits.contains(byte | 0x20)
            case 0x80...: return maskedUnicode(text)
            default:
                bytes.append(byte)
                isRoman = false
            }
        }
        if isRoman, !bytes.isEmpty, bytes.count <= 8 { return "#" }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let romanDigits = Set("ivxlcdm".utf8)

    private static func maskedUnicode(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.numericType != nil {
                if result.last != "#" { result.append("#") }
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// More than a page number: at least two words of letters beside the word for page.
    private static func saysSomething(_ masked: String) -> Bool {
        let words = masked.split { !$0.isLetter }
        let counting: Set<Substring> = ["page", "of", "seite", "von", "página", "pagina", "de", "p", "pg", "стр", "पृष्ठ"]
        return words.count { !counting.contains($0) && $0.count > 1 } > 1
    }
}

/// A page cut into fragments.
struct PDFPageFragments {
    /// From 1.
    let number: Int
    let width: Double
    let height: Double
    /// In the library's order.
    var fragments: [PDFFragment]
    /// Lines of a page whose geometry is unknown.
    let plainLines: [String]

    init(_ page: PDFPageText) {
        number = page.number
        width = page.width
        height = page.height
        let hasGeometry = page.boxes.count == page.characters.count
        fragments = PDFFragment.fragments(of: page) + page.fields.map { PDFFragment($0) }
        guard !hasGeometry else {
            plainLines = []
            return
        }
        plainLines = page.characters.split { $0 == "\n" || $0 == "\u{0C}" }.map { line in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: line)
            return String(text)
        }
    }

    var isEmpty: Bool { fragments.isEmpty && plainLines.isEmpty }
}

extension PDFFragment {
    /// What stands in a form field, as if it were set on the field's first line.
    fileprivate init(_ field: PDFPageText.Field) {
        let size = min(max(field.box.height * 0.8, 4), 12)
        var box = field.box
        box.bottom = min(box.bottom, box.top + max(size * 1.2, 6))
        self.init(
            text: field.text, box: box, size: size, isBold: false, isRotated: false,
            isRightToLeft: field.text.unicodeScalars.first.map(Script.isRightToLeft) ?? false,
            firstWordWidth: box.width)
    }
}
