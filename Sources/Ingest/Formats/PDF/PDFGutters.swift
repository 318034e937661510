/// The stretches of a page's width that nothing seen so far covers.
struct PDFGutters {
    /// Ascending and disjoint; the outer two are open-ended.
    private(set) var gaps: [(left: Double, right: Double)] = [(-.infinity, .infinity)]
    /// Narrower gaps are not gutters.
    let minimum: Double

    init(minimum: Double) { self.minimum = minimum }

    /// Gaps between content on both sides, wide enough to part columns.
    var interior: [(left: Double, right: Double)] { gaps.filter(isInterior) }

    /// Whether there are any.
    var hasInterior: Bool { gaps.contains(where: isInterior) }

    private func isInterior(_ gap: (left: Double, right: Double)) -> Bool {
        gap.left > -.infinity && gap.right < .infinity && gap.right - gap.left >= minimum
    }

    mutating func cover(_ box: PDFBox) {
        var index = gaps.count - 1
        while index >= 0 {
            let gap = gaps[index]
            defer { index -= 1 }
            if box.right <= gap.left || box.left >= gap.right { continue }
            let keepsLeft = box.left > gap.left && (gap.left == -.infinity || box.left - gap.left >= minimum)
            let keepsRight = box.right < gap.right && (gap.right == .infinity || gap.right - box.right >= minimum)
            switch (keepsLeft, keepsRight) {
            case (true, true):
                gaps[index].right = box.left
                gaps.insert((box.right, gap.right), at: index + 1)
            case (true, false): gaps[index].right = box.left
            case (false, true): gaps[index].left = box.right
            case (false, false): gaps.remove(at: index)
            }
        }
    }

    func covering(_ boxes: [PDFBox]) -> PDFGutters {
        var copy = self
        for box in boxes { copy.cover(box) }
        return copy
    }
}
