/// Puts the document's outline into its pages, as headings.
struct PDFOutline {
    private let entries: [Int: [PDFOutlineEntry]]

    init(_ entries: [PDFOutlineEntry]) {
        self.entries = Dictionary(grouping: entries.filter(Self.isTelling), by: \.page)
    }

    /// The page's blocks with its bookmarks: a block that reads like one becomes a heading of its level, others are
    /// inserted where they point to.
    func applied(to blocks: [ExtractedBlock], page: Int, height: Double) -> [ExtractedBlock] {
        guard let entries = entries[page] else { return blocks }
        var blocks = blocks
        var used: Set<Int> = []
        for entry in entries {
            let wanted = Self.letters(entry.title)
            if let index = blocks.indices.first(where: { !used.contains($0) && Self.reads(blocks[$0], wanted) }) {
                blocks[index] = ExtractedBlock(
                    kind: .heading, level: entry.level, text: blocks[index].text, box: blocks[index].box)
                used.insert(index)
            } else if !blocks.contains(where: { Self.letters(String($0.text.prefix(400))).contains(wanted) }) {
                let position = Self.position(of: entry, in: blocks, height: height)
                blocks.insert(ExtractedBlock(kind: .heading, level: entry.level, text: entry.title), at: position)
                used = Set(used.map { $0 >= position ? $0 + 1 : $0 })
                used.insert(position)
            }
        }
        return blocks
    }

    /// Whether the block is the bookmark's text, perhaps with a number before it.
    private static func reads(_ block: ExtractedBlock, _ wanted: String) -> Bool {
        guard block.kind != .tableRow, block.text.utf8.count < 400 else { return false }
        let letters = letters(block.text)
        if letters == wanted { return true }
        guard wanted.count >= 3, letters.hasSuffix(wanted) else { return wanted.hasSuffix(letters) && letters.count > 5 }
        let number = letters.dropLast(wanted.count)
        return number.count <= 6 && number.allSatisfy(\.isNumber)
            || ["chapter", "section", "part", "appendix", "kapitel", "anhang"].contains { number.hasPrefix($0) && number.count < 14 }
    }

    private static func position(of entry: PDFOutlineEntry, in blocks: [ExtractedBlock], height: Double) -> Int {
        guard let fromBottom = entry.heightFromBottom, fromBottom > 0 else { return 0 }
        let top = height - fromBottom - 2
        return blocks.firstIndex { $0.box.map { $0.y + $0.height / 2 >= top } ?? false } ?? blocks.count
    }

    /// Bookmarks like `Page 3` or `Slide 4` say nothing.
    private static func isTelling(_ entry: PDFOutlineEntry) -> Bool {
        let words = entry.title.lowercased().split { !$0.isLetter }
        return !words.isEmpty && !(words.count == 1 && ["page", "seite", "slide", "folie", "página", "p"].contains(words[0]))
    }

    private static func letters(_ text: String) -> String {
        String(String.UnicodeScalarView(text.lowercased().unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }))
    }
}
