/// Tells headings from text by what is usual in the document.
struct PDFHeadings {
    /// The size most characters are set in.
    let bodySize: Double
    /// Most of the text is bold, so that bold says nothing.
    private let isBoldUsual: Bool
    /// Sizes of headings, largest first.
    private var sizes: [Double] = []

    init(_ paragraphs: [PDFParagraph]) {
        var characters: [Int: Int] = [:]
        var bold = 0
        var total = 0
        for line in paragraphs.lazy.flatMap(\.lines) {
            let count = line.text.utf8.count
            characters[Int((line.size * 2).rounded()), default: 0] += count
            total += count
            if line.isBold { bold += count }
        }
        bodySize = Double(characters.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0) / 2
        isBoldUsual = bold * 2 > total
        for size in paragraphs.filter(isLarge).map(\.size).sorted(by: >) {
            if sizes.last.map({ size < $0 * 0.95 }) ?? true { sizes.append(size) }
        }
    }

    /// 1...6 for a heading, `nil` for text.
    func level(of paragraph: PDFParagraph) -> Int? {
        if isLarge(paragraph) {
            let rank = sizes.firstIndex { paragraph.size >= $0 * 0.95 } ?? sizes.count
            return min(rank + 1, 5)
        }
        return isEmphasised(paragraph) ? min(sizes.count + 1, 6) : nil
    }

    private func isLarge(_ paragraph: PDFParagraph) -> Bool {
        paragraph.size >= bodySize * 1.15 && paragraph.size - bodySize > 0.9
            && isShort(paragraph, lines: 4, length: 200)
    }

    private func isEmphasised(_ paragraph: PDFParagraph) -> Bool {
        guard paragraph.size > bodySize * 0.9, isShort(paragraph, lines: 2, length: 120) else { return false }
        let text = paragraph.lines[paragraph.lines.count - 1].text
        if let last = text.unicodeScalars.last, [".", ",", ";", ":", "!", "?", "।", "。"].contains(last) {
            return false
        }
        if paragraph.isBold, !isBoldUsual { return true }
        guard paragraph.lines.count == 1, text.utf8.count <= 70 else { return false }
        let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
        return letters.count >= 8 && letters.allSatisfy(\.properties.isUppercase)
    }

    private func isShort(_ paragraph: PDFParagraph, lines: Int, length: Int) -> Bool {
        guard paragraph.lines.count <= lines, !paragraph.lines[0].isRotated else { return false }
        let characters = paragraph.lines.reduce(0) { $0 + $1.text.unicodeScalars.count }
        return characters <= length && characters >= 2
            && paragraph.lines.contains { $0.text.unicodeScalars.contains(where: \.properties.isAlphabetic) }
            && !ListMarker.isBullet(String(paragraph.lines[0].text.unicodeScalars.prefix(1)))
    }
}
