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
        var letters = blocks.map { Self.letters($0.text) }
        var isUsed = blocks.map { _ in false }
        for entry in entries {
            let wanted = Self.letters(entry.title)
            if let index = blocks.indices.first(where: { !isUsed[$0] && Self.reads(blocks[$0], letters[$0], wanted) }) {
                blocks[index] = ExtractedBlock(
                    kind: .heading, level: entry.level, text: blocks[index].text, box: blocks[index].box)
                isUsed[index] = true
            } else if !letters.contains(where: { $0.contains(wanted) }) {
                let position = Self.position(of: entry, in: blocks, height: height)
                blocks.insert(ExtractedBlock(kind: .heading, level: entry.level, text: entry.title), at: position)
                letters.insert(wanted, at: position)
                isUsed.insert(true, at: position)
            }
        }
        return blocks
    }

    /// Whether the block is the bookmark's text, perhaps with a number before it.
    private static func reads(_ block: ExtractedBlock, _ letters: String, _ wanted: String) -> Bool {
        guard block.kind != .tableRow, block.text.utf8.count < 400 else { return false }
        if letters == wanted { return true }
        guard wanted.count >= 3, letters.hasSuffix(wanted) else {
            return wanted.hasSuffix(letters) && letters.count > 5
        }
        let number = letters.dropLast(wanted.count)
        return number.count <= 6 && number.allSatisfy(\.isNumber)
            || ["chapter", "section", "part", "appendix", "kapitel", "anhang"].contains {
                number.hasPrefix($0) && number.count < 14
            }
    }

    private static func position(of entry: PDFOutlineEntry, in blocks: [ExtractedBlock], height: Double) -> Int {
        guard let fromBottom = entry.heightFromBottom, fromBottom > 0 else { return 0 }
        let top = height - fromBottom - 2
        return blocks.firstIndex { $0.box.map { $0.y + $0.height / 2 >= top } ?? false } ?? blocks.count
    }

    /// Bookmarks like `Page 3` or `Slide 4` say nothing.
    private static func isTelling(_ entry: PDFOutlineEntry) -> Bool {
        let words = entry.title.lowercased().split { !$0.isLetter }
        return !words.isEmpty
            && !(words.count == 1 && ["page", "seite", "slide", "folie", "página", "p"].contains(words[0]))
    }

    /// The letters and digits in lower case of the text's beginning.
    private static func letters(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(text.utf8.count, 600))
        var length = 0
        for scalar in text.unicodeScalars {
            guard length < 600 else { break }
            length += UTF8.width(scalar)
            switch scalar.value {
            case 0x30...0x39, 0x61...0x7A: bytes.append(UInt8(scalar.value))
            case 0x41...0x5A: bytes.append(UInt8(scalar.value) | 0x20)
            case 0x80...:
                let properties = scalar.properties
                guard properties.isAlphabetic || properties.numericType != nil else { continue }
                bytes.append(contentsOf: properties.lowercaseMapping.utf8)
            default: break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
