/// Lines that belong together.
struct PDFParagraph {
    var lines: [PDFFragment]

    /// Of the first line, which is also that of a heading.
    var size: Double { lines[0].size }
    var isBold: Bool { lines.allSatisfy(\.isBold) }
    var box: PDFBox? { lines.lazy.map(\.box).union() }

    func text(vocabulary: Set<String>) -> String {
        lines.dropFirst().reduce(lines[0].text) { PDFWordJoiner.join($0, $1.text, vocabulary: vocabulary) }
    }

    /// The paragraphs of a column of lines, top to bottom.
    static func paragraphs(of lines: [PDFFragment]) -> [PDFParagraph] {
        guard let first = lines.first else { return [] }
        let column = Column(lines)
        var paragraphs = [PDFParagraph(lines: [first])]
        for line in lines.dropFirst() {
            if column.breaks(paragraphs[paragraphs.count - 1].lines, before: line) {
                paragraphs.append(PDFParagraph(lines: [line]))
            } else {
                paragraphs[paragraphs.count - 1].lines.append(line)
            }
        }
        return paragraphs
    }

    /// What is usual in a column of lines.
    private struct Column {
        let gap: Double
        let start: Double
        let end: Double
        let isRightToLeft: Bool

        init(_ lines: [PDFFragment]) {
            isRightToLeft = lines.count(where: \.isRightToLeft) * 2 > lines.count
            let gaps = zip(lines, lines.dropFirst()).map { $1.box.top - $0.box.bottom }
            // Half of the gaps of running text lie within paragraphs, so the lower third is the usual line gap.
            gap = gaps.isEmpty ? 0 : gaps.sorted()[gaps.count / 3]
            let mirrored = isRightToLeft
            start = lines.map { mirrored ? -$0.box.right : $0.box.left }.min() ?? 0
            end = lines.map { mirrored ? -$0.box.left : $0.box.right }.max() ?? 0
        }

        func start(of line: PDFFragment) -> Double { isRightToLeft ? -line.box.right : line.box.left }
        func end(of line: PDFFragment) -> Double { isRightToLeft ? -line.box.left : line.box.right }

        func breaks(_ paragraph: [PDFFragment], before line: PDFFragment) -> Bool {
            let last = paragraph[paragraph.count - 1]
            let size = max(last.size, line.size)
            let distance = line.box.top - last.box.bottom
            if last.isRotated != line.isRotated || distance < -size * 2 { return true }
            if distance > min(max(gap, 0), size * 1.3) + size * 0.4 { return true }
            if abs(last.size - line.size) > size * 0.12 { return true }
            let isShort = end(of: last) + line.firstWordWidth + size * 2 < end
            let closes = Self.endsSentence(last.text)
            if ListMarker.markerLength(line.text) > 0 {
                let bullet = line.text.unicodeScalars.prefix(1)
                if ListMarker.isBullet(String(bullet)) && bullet.first != "-" { return true }
                if isShort || closes || ListMarker.markerLength(paragraph[0].text) > 0 { return true }
            }
            if last.isBold != line.isBold, isShort || closes { return true }
            if !last.isBold, line.isBold, end(of: line) < end - size * 4 { return closes || isShort }
            let indent = start(of: line) - start(of: last)
            let isItem = ListMarker.markerLength(paragraph[0].text) > 0
            if isItem {
                // Back before the marker: the item is over, unless its text simply runs on.
                let fromMarker = start(of: line) - start(of: paragraph[0])
                if fromMarker < -size * 0.5 { return isShort || closes }
                return abs(fromMarker) < size * 0.3 && paragraph.count > 1 && indent < -size * 0.5
            }
            if indent > size * 0.8, start(of: line) > start + size * 0.8, closes || isShort { return true }
            if paragraph.count > 1, indent < -size * 0.8, closes { return true }
            guard isShort, indent.magnitude < size * 4 else { return false }
            return closes || Self.beginsAnew(line.text)
        }

        private static let closing: Set<Unicode.Scalar> = ["\"", "”", "’", ")", "]", "»", "'"]
        private static let ending: Set<Unicode.Scalar> = [
            ".", "!", "?", ":", ";", "。", "！", "？", "।", "॥", "؟", "…", "：",
        ]

        private static func endsSentence(_ text: String) -> Bool {
            guard let last = text.unicodeScalars.last(where: { !closing.contains($0) }) else { return false }
            return ending.contains(last)
        }

        private static func beginsAnew(_ text: String) -> Bool {
            guard
                let first = text.unicodeScalars.first(where: {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil
                })
            else { return true }
            return !first.properties.isLowercase
        }
    }
}
