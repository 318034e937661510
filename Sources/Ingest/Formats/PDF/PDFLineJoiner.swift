/// Puts fragments of one line together.
enum PDFLineJoiner {
    /// Joins what stands on one baseline with hardly a gap, and list markers with their items, so that a gap between the
    /// two is not taken for a gutter.
    static func join(_ fragments: [PDFFragment], rightToLeft: Bool) -> [PDFFragment] {
        var joined: [PDFFragment] = []
        joined.reserveCapacity(fragments.count)
        for row in rowIndices(of: fragments) {
            guard row.count > 1 else {
                joined.append(fragments[row[row.startIndex]])
                continue
            }
            let ordered = row.map { fragments[$0] }.sorted { $0.box.left < $1.box.left }
            joined.append(ordered[0])
            for fragment in ordered.dropFirst() {
                let last = joined[joined.count - 1]
                let gap = fragment.box.left - last.box.right
                let size = max(last.size, fragment.size)
                let (marker, item) = rightToLeft ? (fragment, last) : (last, fragment)
                let reach = ListMarker.isBullet(marker.text) ? size * 5 : size * 2.5
                let isMarked = gap < reach && ListMarker.isMarker(marker.text) && !ListMarker.isMarker(item.text)
                let isAmount = currencies.contains(last.text) && gap < size * 5
                if gap < size * 0.6 || isMarked || isAmount {
                    joined[joined.count - 1] = last.joined(with: fragment)
                } else {
                    joined.append(fragment)
                }
            }
        }
        return joined
    }

    /// Accounts set these apart from their figures.
    private static let currencies: Set<String> = ["$", "€", "£", "¥", "₹", "US$", "R$", "Rs."]

    /// The lines of a column, top to bottom: fragments of one row joined in reading order.
    static func rows(of fragments: [PDFFragment], rightToLeft: Bool) -> [PDFFragment] {
        rowIndices(of: fragments).map { row in
            guard row.count > 1 else { return fragments[row[row.startIndex]] }
            let ordered = row.map { fragments[$0] }.sorted { $0.box.left < $1.box.left }
            let inOrder = rightToLeft ? ordered.reversed() : ordered
            return inOrder.dropFirst().reduce(inOrder[0]) { line, fragment in
                var joined = line
                joined.text += " " + fragment.text
                joined.box = line.box.union(fragment.box)
                joined.isBold = line.isBold && fragment.isBold
                return joined
            }
        }
    }

    /// Groups of indices of fragments that share a baseline, from top to bottom.
    static func rowIndices(of fragments: [PDFFragment]) -> [ArraySlice<Int>] {
        let order = fragments.indices.sorted { fragments[$0].box.middle < fragments[$1].box.middle }
        var rows: [ArraySlice<Int>] = []
        var start = 0
        var anchor = 0
        for (position, index) in order.enumerated() {
            let box = fragments[index].box
            if position > 0 {
                let reference = fragments[anchor].box
                // Superscripts are small and high: the smaller must lie within the larger's height.
                let overlap = min(box.bottom, reference.bottom) - max(box.top, reference.top)
                if overlap > 0.5 * min(box.height, reference.height) {
                    if box.height > reference.height { anchor = index }
                    continue
                }
                rows.append(order[start..<position])
                start = position
            }
            anchor = index
        }
        if start < order.count { rows.append(order[start...]) }
        return rows
    }
}
