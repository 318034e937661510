/// Puts fragments of one line together.
enum PDFLineJoiner {
    /// Joins what stands on one baseline with hardly a gap, and list markers with their items, so that a gap between the
    /// two is not taken for a gutter.
    static func join(_ fragments: [PDFFragment], rightToLeft: Bool) -> [PDFFragment] {
        rowIndices(of: fragments).flatMap { row -> [PDFFragment] in
            let ordered = row.map { fragments[$0] }.sorted { $0.box.left < $1.box.left }
            guard ordered.count > 1 else { return ordered }
            var joined: [PDFFragment] = [ordered[0]]
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
            return joined
        }
    }

    /// Accounts set these apart from their figures.
    private static let currencies: Set<String> = ["$", "€", "£", "¥", "₹", "US$", "R$", "Rs."]

    /// The lines of a column, top to bottom: fragments of one row joined in reading order.
    static func rows(of fragments: [PDFFragment], rightToLeft: Bool) -> [PDFFragment] {
        rowIndices(of: fragments).map { row in
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
    static func rowIndices(of fragments: [PDFFragment]) -> [[Int]] {
        let order = fragments.indices.sorted { fragments[$0].box.middle < fragments[$1].box.middle }
        var rows: [[Int]] = []
        var anchor = 0
        for index in order {
            let box = fragments[index].box
            if !rows.isEmpty {
                let reference = fragments[anchor].box
                // Superscripts are small and high: the smaller must lie within the larger's height.
                let overlap = min(box.bottom, reference.bottom) - max(box.top, reference.top)
                if overlap > 0.5 * min(box.height, reference.height) {
                    rows[rows.count - 1].append(index)
                    if box.height > reference.height { anchor = index }
                    continue
                }
            }
            rows.append([index])
            anchor = index
        }
        return rows
    }
}
