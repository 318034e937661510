/// Finds headers, footers and page numbers: rows at the edges of pages that other pages have in the same place, word for
/// word or with a number that counts the pages.
enum PDFRunningText {
    /// What makes rows of different pages the same.
    private struct Key: Hashable {
        let text: String
        /// How far the number taken out of it is from the page's; `nil` for rows that are the same word for word.
        let offset: Int?
        /// In steps of the tolerance; `nil` for anywhere at the end of the page.
        let height: Int?
    }

    /// A row near the upper or lower edge of a page.
    private struct Row {
        let fragments: [Int]
        let text: RunningRowText
        let top: Double
        /// Near the edge, not only outermost.
        let isInMargin: Bool

        /// The ways in which it may be the same as another row.
        func keys(page: Int, isOutermost: Bool) -> [Key] {
            let counted = text.counted.map { ($0.text, $0.number - page) }
            let step = Int((top / tolerance).rounded())
            var keys: [Key] = []
            if isInMargin {
                for height in [step - 1, step, step + 1] {
                    keys.append(Key(text: text.exact, offset: nil, height: height))
                    keys += counted.map { Key(text: $0.0, offset: $0.1, height: height) }
                }
            }
            // Pages that end early have their footer right below the text.
            if isOutermost { keys += counted.map { Key(text: $0.0, offset: $0.1, height: nil) } }
            return keys
        }
    }

    private static let rowsPerEdge = 4
    /// Heights within this many points are the same place.
    private static let tolerance = 4.0

    /// The pages' fragments without the rows that repeat. The first copy of a row that says something which the body does
    /// not say stays: a phone number in a footer must be found, once.
    static func removing(from pages: [PDFPageFragments]) -> [PDFPageFragments] {
        guard pages.count > 1 else { return pages }
        let needed = pages.count == 2 ? 2 : 3
        let edges = PDFConcurrency.map(pages) { page in [edgeRows(page, upper: true), edgeRows(page, upper: false)] }
        // Rows that are the same are so with their numbers masked too, which most rows are told apart by.
        let alike = counts(of: edges) { edges in Set(edges.joined().lazy.map(\.text.masked)) }
        let keys = zip(pages, edges).map { page, edges in
            edges.map { rows in
                rows.enumerated().map { index, row in
                    alike[row.text.masked, default: 0] < needed
                        ? [] : row.keys(page: page.number, isOutermost: index == 0)
                }
            }
        }
        let counts = counts(of: keys) { Set($0.joined().joined()) }
        let dropped = zip(edges, keys).map { edges, keys in
            // Only from the edge inwards, so that a repeated line within the text stays.
            zip(edges, keys).flatMap { rows, keys in
                zip(rows, keys).prefix { $1.contains { counts[$0] ?? 0 >= needed } }.map(\.0)
            }
        }
        guard dropped.contains(where: { !$0.isEmpty }) else { return pages }
        return removing(dropped, from: pages)
    }

    /// How many pages have each value.
    private static func counts<Page, Value: Hashable>(
        of pages: [Page], values: (Page) -> Set<Value>
    ) -> [Value: Int] {
        var counts: [Value: Int] = [:]
        for page in pages {
            for value in values(page) { counts[value, default: 0] += 1 }
        }
        return counts
    }

    private static func removing(_ dropped: [[Row]], from pages: [PDFPageFragments]) -> [PDFPageFragments] {
        // What the body says matters only where a row that is to go says something.
        let wanted = Set(dropped.joined().lazy.map(\.text.masked)).filter(RunningRowText.saysSomething)
        let lengths = Set(wanted.lazy.map(\.utf8.count))
        let body = Set(
            PDFConcurrency.map(wanted.isEmpty ? [] : Array(zip(pages, dropped))) { page, rows -> [String] in
                let indices = Set(rows.flatMap(\.fragments))
                return page.fragments.indices.lazy.filter { !indices.contains($0) }
                    .compactMap { RunningRowText.masked(page.fragments[$0].text, lengths: lengths) }
                    .filter(wanted.contains)
            }.joined())
        var kept: Set<String> = []
        return zip(pages, dropped).map { page, rows in
            var indices: Set<Int> = []
            for row in rows {
                let masked = row.text.masked
                let isNew = wanted.contains(masked) && !body.contains(masked) && kept.insert(masked).inserted
                if !isNew { indices.formUnion(row.fragments) }
            }
            // What is all that a page says is not a header.
            guard !indices.isEmpty, indices.count < page.fragments.count else { return page }
            var copy = page
            copy.fragments = page.fragments.indices.filter { !indices.contains($0) }.map { page.fragments[$0] }
            return copy
        }
    }

    /// Rows from the edge inwards: those in the margin, or the outermost one.
    private static func edgeRows(_ page: PDFPageFragments, upper: Bool) -> [Row] {
        let upright = page.fragments.indices.filter { !page.fragments[$0].isRotated }
        let margin = page.height * 0.15
        let outermost =
            upper
            ? upright.map { page.fragments[$0].box.bottom }.min() : upright.map { page.fragments[$0].box.top }.max()
        guard let outermost else { return [] }
        let edge = upper ? max(margin, outermost + 1) : min(page.height - margin, outermost - 1)
        let candidates = upright.filter { index in
            let box = page.fragments[index].box
            return upper ? box.bottom < edge : box.top > edge
        }
        let rows = PDFLineJoiner.rowIndices(of: candidates.map { page.fragments[$0] })
        return (upper ? Array(rows.prefix(rowsPerEdge)) : rows.suffix(rowsPerEdge).reversed()).map { row in
            let indices = row.map { candidates[$0] }.sorted {
                page.fragments[$0].box.left < page.fragments[$1].box.left
            }
            let boxes = indices.map { page.fragments[$0].box }
            let isInMargin = boxes.allSatisfy { upper ? $0.bottom < margin : $0.top > page.height - margin }
            let text = indices.map { page.fragments[$0].text }.joined(separator: " ")
            return Row(
                fragments: indices, text: RunningRowText(text), top: boxes.map(\.top).min() ?? 0, isInMargin: isInMargin
            )
        }
    }
}
