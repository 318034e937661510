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
