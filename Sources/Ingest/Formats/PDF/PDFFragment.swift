/// A run of words on one line without a wide gap: the atom of page layout.
struct PDFFragment {
    /// Ligatures and soft hyphens still in place; a direction's words in reading order.
    var text: String
    var box: PDFBox
    /// The font size of most of its characters.
    var size: Double
    /// Nearly all of its characters are bold.
    var isBold: Bool
    /// Set sideways or upside down.
    var isRotated: Bool
    /// Most of its letters belong to a script written from right to left.
    var isRightToLeft: Bool
    /// Width of the first word: had it fitted on the line above, the paragraph would not have broken there.
    var firstWordWidth: Double

    /// Joins what stands to the right of it on the same line.
    func joined(with next: PDFFragment) -> PDFFragment {
        var joined = self
        joined.text = isRightToLeft && next.isRightToLeft ? next.text + " " + text : text + " " + next.text
        joined.box = box.union(next.box)
        joined.isBold = isBold && next.isBold
        joined.size = next.text.utf8.count > text.utf8.count ? next.size : size
        return joined
    }
}

extension PDFFragment {
    /// A word while its line is being put together.
    private struct Word {
        let characters: Range<Int>
        let box: PDFBox
        let isRightToLeft: Bool
    }

    /// The fragments of a page in the library's order. Empty when the page has no geometry.
    static func fragments(of page: PDFPageText) -> [PDFFragment] {
        guard page.boxes.count == page.characters.count else { return [] }
        var fragments: [PDFFragment] = []
        var styles = StyleCursor(page.styles)
        var words: [Word] = []
        var start = 0
        for index in page.characters.indices {
            let value = page.characters[index].value
            let isSpace = value == 0x20 || value == 0xA0
            let isLineEnd = value == 0x0A || value == 0x0C
            if isSpace || isLineEnd {
                if index > start { words.append(word(start..<index, of: page)) }
                start = index + 1
            } else if index > start, isApart(page.boxes[index - 1], page.boxes[index]) {
                words.append(word(start..<index, of: page))
                start = index
            }
            if isLineEnd {
                fragments.append(contentsOf: self.fragments(words, of: page, &styles))
                words.removeAll(keepingCapacity: true)
            }
        }
        if page.characters.count > start { words.append(word(start..<page.characters.count, of: page)) }
        fragments.append(contentsOf: self.fragments(words, of: page, &styles))
        return fragments
    }

    /// The library sets no space between words of one line that stand in different columns.
    private static func isApart(_ previous: PDFBox, _ next: PDFBox) -> Bool {
        let size = max(previous.height, next.height)
        return next.left - previous.right > size * 0.5 || next.right < previous.left
    }

    /// A line's words as one fragment, or several where the gaps are wide.
    private static func fragments(
        _ words: [Word], of page: PDFPageText, _ styles: inout StyleCursor
    ) -> [PDFFragment] {
        guard let first = words.first else { return [] }
        var groups = [[first]]
        for (previous, word) in zip(words, words.dropFirst()) {
            let gap = max(word.box.left - previous.box.right, previous.box.left - word.box.right)
            if gap > max(previous.box.height, word.box.height) * 1.5 {
                groups.append([word])
            } else {
                groups[groups.count - 1].append(word)
            }
        }
        return groups.compactMap { fragment($0, of: page, &styles) }
    }

    private static func word(_ range: Range<Int>, of page: PDFPageText) -> Word {
        var box = page.boxes[range.lowerBound]
        var rightToLeft = 0
        for index in range {
            box = box.union(page.boxes[index])
            if Script.isRightToLeft(page.characters[index]) { rightToLeft += 1 }
        }
        return Word(characters: range, box: box, isRightToLeft: rightToLeft * 2 > range.count)
    }

    private static func fragment(_ words: [Word], of page: PDFPageText, _ styles: inout StyleCursor) -> PDFFragment? {
        guard let first = words.first, let last = words.last, var box = words.map(\.box).union() else { return nil }
        let style = styles.style(of: first.characters.lowerBound..<last.characters.upperBound)
        let isRightToLeft = words.count { $0.isRightToLeft } * 2 > words.count
        let ordered = words.contains { $0.isRightToLeft } ? readingOrder(words, isRightToLeft: isRightToLeft) : words
        var text: [UInt8] = []
        text.reserveCapacity(last.characters.upperBound - first.characters.lowerBound + 8)
        for word in ordered {
            if !text.isEmpty { text.append(0x20) }
            for scalar in page.characters[word.characters] {
                if scalar.isASCII {
                    text.append(UInt8(scalar.value))
                } else {
                    text.append(contentsOf: String(scalar).utf8)
                }
            }
        }
        // Some fonts claim absurd heights; a line is not higher than its size allows.
        if style.size > 0, box.height > style.size * 2, !isSideways(words, of: page) {
            let middle = box.middle
            box.top = max(box.top, middle - style.size)
            box.bottom = min(box.bottom, middle + style.size)
        }
        return PDFFragment(
            text: String(decoding: text, as: UTF8.self), box: box, size: style.size > 0 ? style.size : box.height,
            isBold: style.isBold,
            isRotated: isSideways(words, of: page), isRightToLeft: isRightToLeft,
            firstWordWidth: (ordered.first ?? first).box.width)
    }

    /// Words from left to right; in a line written from right to left they are turned round, but for runs of the other
    /// direction; elsewhere only runs from right to left are.
    private static func readingOrder(_ words: [Word], isRightToLeft: Bool) -> [Word] {
        var runs: [[Word]] = []
        for word in words.sorted(by: { $0.box.left < $1.box.left }) {
            if let last = runs.last?.last, last.isRightToLeft == word.isRightToLeft {
                runs[runs.count - 1].append(word)
            } else {
                runs.append([word])
            }
        }
        if isRightToLeft { runs.reverse() }
        return runs.flatMap { run in run.first?.isRightToLeft == true ? run.reversed() : run }
    }

    /// Whether the characters of the words advance down or up the page, or backwards.
    private static func isSideways(_ words: [Word], of page: PDFPageText) -> Bool {
        guard let longest = words.max(by: { $0.characters.count < $1.characters.count }), longest.characters.count >= 2,
            !longest.isRightToLeft
        else { return false }
        let first = page.boxes[longest.characters.lowerBound]
        let last = page.boxes[longest.characters.upperBound - 1]
        let across = (last.left + last.right - first.left - first.right) / 2
        let down = last.middle - first.middle
        return abs(down) > abs(across) || across < -0.1 * Double(longest.characters.count)
    }
}

/// Looks styles up for ranges that come in ascending order.
private struct StyleCursor {
    private let styles: [PDFPageText.Style]
    private var position = 0

    init(_ styles: [PDFPageText.Style]) { self.styles = styles }

    /// The size of most characters in the range, and whether at least nine in ten are bold.
    mutating func style(of range: Range<Int>) -> (size: Double, isBold: Bool) {
        while position < styles.count, styles[position].range.upperBound <= range.lowerBound { position += 1 }
        var index = position
        var bold = 0
        var total = 0
        var sizes: [(size: Double, count: Int)] = []
        while index < styles.count, styles[index].range.lowerBound < range.upperBound {
            let style = styles[index]
            let count = style.range.clamped(to: range).count
            total += count
            if style.isBold { bold += count }
            if let known = sizes.firstIndex(where: { abs($0.size - style.size) < 0.05 }) {
                sizes[known].count += count
            } else if sizes.count < 16 {
                sizes.append((style.size, count))
            }
            index += 1
        }
        return (sizes.max { $0.count < $1.count }?.size ?? 0, total > 0 && bold * 10 >= total * 9)
    }
}
