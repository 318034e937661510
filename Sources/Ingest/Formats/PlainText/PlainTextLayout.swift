/// Finds paragraphs, headings, lists and rows in the lines of one page of plain text.
///
/// Everything is decided conservatively: a heading that is missed costs little, a sentence taken for one is lost.
struct PlainTextLayout {
    private var groups: [[PlainTextLine]] = []
    /// Columns at which the text's author or program wrapped lines; `nil` when lines are not wrapped.
    private var wrapWidth: Int?
    /// The first line, when it stands alone like a title.
    private(set) var title: String?

    init(_ page: Substring) {
        var group: [PlainTextLine] = []
        for line in Self.lines(of: page) {
            if line.isBlank {
                if !group.isEmpty { groups.append(group) }
                group = []
            } else {
                group.append(line)
            }
        }
        if !group.isEmpty { groups.append(group) }
        wrapWidth = Self.wrapWidth(of: groups)
    }

    /// Lines ended by LF, CR, CR LF, NEL, VT or Unicode's own separators.
    private static func lines(of page: Substring) -> [PlainTextLine] {
        let scalars = page.unicodeScalars
        var lines: [PlainTextLine] = []
        var start = scalars.startIndex
        var index = start
        var afterReturn = false
        while index < scalars.endIndex {
            let value = scalars[index].value
            let next = scalars.index(after: index)
            switch value {
            case 0x0A where afterReturn: start = next
            case 0x0A, 0x0B, 0x0D, 0x85, 0x2028, 0x2029:
                lines.append(PlainTextLine(page[start..<index]))
                start = next
            default: break
            }
            afterReturn = value == 0x0D
            index = next
        }
        lines.append(PlainTextLine(page[start...]))
        return lines
    }

    mutating func blocks(isFirstPage: Bool) -> [ExtractedBlock] {
        var blocks: [ExtractedBlock] = []
        for (index, group) in groups.enumerated() {
            let next = index + 1 < groups.count ? groups[index + 1] : nil
            if isFirstPage, index == 0, next != nil, group.count == 1, Self.isTitle(group[0]) {
                title = BlockText.sensibleTitle(group[0].text)
                blocks.append(ExtractedBlock(kind: .heading, level: 1, text: group[0].text))
            } else {
                append(group, next: next, to: &blocks)
            }
        }
        return blocks
    }

    private func append(_ group: [PlainTextLine], next: [PlainTextLine]?, to blocks: inout [ExtractedBlock]) {
        if let table = Self.table(group) {
            blocks += table
            return
        }
        if group.count == 1, let next, Self.isHeading(group[0], before: next) {
            let steps = group[0].hasSectionNumber ? group[0].text.prefix { $0 != " " }.split(separator: ".").count : 2
            blocks.append(ExtractedBlock(kind: .heading, level: min(steps, 6), text: group[0].text))
            return
        }
        var rest = group[...]
        while let line = rest.first {
            rest = rest.dropFirst()
            if line.rule != nil { continue }
            if let rule = rest.first?.rule, line.text.count <= 100, line.marker?.isNumber ?? true, !line.endsSentence,
                rest.first.map({ $0.text.count * 2 >= line.text.count }) ?? false
            {
                blocks.append(
                    ExtractedBlock(kind: .heading, level: rule == "=" || rule == "#" ? 1 : 2, text: line.text))
                rest = rest.dropFirst()
                continue
            }
            var lines = [line]
            while let following = rest.first, continues(following, after: lines) {
                lines.append(following)
                rest = rest.dropFirst()
            }
            let text = Self.joined(lines)
            if let marker = line.marker {
                let level = min(line.indentation / 2, 5) + 1
                let item = marker.isNumber ? text : String(text.dropFirst(marker.text.count + 1))
                blocks.append(ExtractedBlock(kind: .listItem, level: level, text: item))
            } else {
                blocks.append(ExtractedBlock(kind: .paragraph, text: text))
            }
        }
    }

    /// Whether a line goes on with the text of those before it: the line above was full, or it is indented under a list
    /// item's marker.
    private func continues(_ line: PlainTextLine, after lines: [PlainTextLine]) -> Bool {
        guard line.marker == nil, line.rule == nil, let above = lines.last, let first = lines.first else {
            return false
        }
        if first.marker != nil, line.indentation > first.indentation,
            lines.count > 1 || line.indentation >= first.indentation + 2
        {
            return true
        }
        guard let wrapWidth else { return false }
        // Some authors wrap raggedly; a small letter after no full stop goes on with the sentence.
        let goesOn = line.text.unicodeScalars.first?.properties.isLowercase ?? false
        if goesOn, !above.endsSentence, above.width * 2 >= wrapWidth { return true }
        return above.width + 1 + line.firstWordWidth > wrapWidth
    }

    private static func joined(_ lines: [PlainTextLine]) -> String {
        var text = lines[0].text
        for line in lines.dropFirst() {
            // Scripts without spaces between words take none at a line end either; Korean does.
            let isSpaceless = { (scalar: Unicode.Scalar?) in
                scalar.map { PlainTextLine.isWide($0) && !(0xAC00...0xD7A3).contains($0.value) } ?? false
            }
            if !(isSpaceless(text.unicodeScalars.last) && isSpaceless(line.text.unicodeScalars.first)) { text += " " }
            text += line.text
        }
        return text
    }

    /// The width that nine of ten lines with a line below them keep to, when it is a width at which people wrap.
    private static func wrapWidth(of groups: [[PlainTextLine]]) -> Int? {
        let widths = groups.flatMap { $0.dropLast().map(\.width) }.sorted()
        guard let longest = widths.last else { return nil }
        let usual = widths[min(widths.count * 9 / 10, widths.count - 1)]
        guard usual >= 40, usual <= 120 else { return nil }
        return min(longest, usual + usual / 10)
    }

    private static func isTitle(_ line: PlainTextLine) -> Bool {
        line.text.count <= 100 && line.marker == nil && line.rule == nil && !line.text.contains("\t")
            && line.text.contains(where: \.isLetter) && !(line.endsSentence && line.text.last != "?")
            && line.text.last != ","
    }

    private static func isHeading(_ line: PlainTextLine, before next: [PlainTextLine]) -> Bool {
        guard line.text.count <= 80, !line.endsSentence, line.text.contains(where: \.isLetter) else { return false }
        if line.hasSectionNumber { return true }
        if line.isAllCapitals { return line.text.split(separator: " ").count <= 8 }
        // "1. Introduction" over text; items of a list spaced out by empty lines follow each other.
        return line.marker?.isNumber ?? false && line.indentation == 0 && line.text.count <= 60
            && next.first?.marker == nil
    }

    /// Rows: lines with the same number of tabs, or of commas, semicolons or bars without a space after them.
    private static func table(_ group: [PlainTextLine]) -> [ExtractedBlock]? {
        guard group.count >= 2 else { return nil }
        let widths = Set(group.map { $0.cells.count })
        if let width = widths.first, widths.count == 1, width >= 2 {
            let rows = group.map { TableRows.Row(cells: $0.cells.map { TableRows.Cell(text: $0) }) }
            return TableRows.texts(of: rows).map { ExtractedBlock(kind: .tableRow, text: $0.text) }
        }
        guard group.count >= 3 else { return nil }
        for separator: Character in [",", ";", "|"] {
            let counts = Set(group.map { line in line.text.count { $0 == separator } })
            let spaced = group.contains { $0.text.contains("\(separator) ") }
            if counts.count == 1, counts.first ?? 0 >= 2, !spaced {
                return group.map { ExtractedBlock(kind: .tableRow, text: $0.text) }
            }
        }
        return nil
    }
}
