/// A rectangle on a page in points, y growing downwards.
struct PDFBox: Hashable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    var width: Double { right - left }
    var height: Double { bottom - top }
    var middle: Double { (top + bottom) / 2 }

    func union(_ other: PDFBox) -> PDFBox {
        PDFBox(
            left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
            bottom: max(bottom, other.bottom))
    }

    /// As it is handed on, rounded to a tenth of a point.
    var extracted: ExtractedBox {
        func tenth(_ value: Double) -> Double { (value * 10).rounded() / 10 }
        return ExtractedBox(x: tenth(left), y: tenth(top), width: tenth(width), height: tenth(height))
    }
}

extension Sequence<PDFBox> {
    /// The smallest box around all of them; `nil` for none.
    func union() -> PDFBox? {
        reduce(into: PDFBox?.none) { $0 = $0?.union($1) ?? $1 }
    }
}
