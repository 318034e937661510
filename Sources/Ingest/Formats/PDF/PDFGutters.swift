/// The stretches of a page's width that nothing seen so far covers.
struct PDFGutters {
    /// Ascending and disjoint; the outer two are open-ended.
    private(set) var gaps: [(left: Double, right: Double)] = [(-.infinity, .infinity)]
    /// Narrower gaps are not gutters.
    let minimum: Double

    init(minimum: Double) { self.minimum = minimum }

    /// Gaps between content on both sides, wide enough to part columns.
    var interior: [(left: Double, right: Double)] {
        gaps.filter { $0.left > -.infinity && $0.right < .infinity && $0.right - $0.left >= minimum }
    }

    mutating func cover(_ box: PDFBox) {
        var rest: [(left: Double, right: Double)] = []
        rest.reserveCapacity(gaps.count + 1)
        for gap in gaps {
            if box.right <= gap.left || box.left >= gap.right {
                rest.append(gap)
                continue
            }
            if box.left > gap.left, gap.left == -.infinity || box.left - gap.left >= minimum {
                rest.append((gap.left, box.left))
            }
            if box.right < gap.right, gap.right == .infinity || gap.right - box.right >= minimum {
                rest.append((box.right, gap.right))
            }
        }
        gaps = rest
    }

    func covering(_ boxes: [PDFBox]) -> PDFGutters {
        var copy = self
        for box in boxes { copy.cover(box) }
        return copy
    }
}
