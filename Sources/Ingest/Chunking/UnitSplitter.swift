import DeskModel
import TextAnalysis

/// Cuts the blocks of a document into units, none over the limits.
struct UnitSplitter {
    /// Characters (scalars) a unit may have.
    let maximumCharacters: Int
    /// Tokens a unit may have, without special ones.
    let maximumTokens: Int
    /// Tokens of a text, without special ones.
    let tokens: (String) -> Int

    /// List items longer than this are cut into their sentences.
    private static let longItem = 300

    /// The units of the whole document, in order. Every character that is not white space lies in one.
    func units(of document: DocumentText) -> [ChunkUnit] {
        var units: [ChunkUnit] = []
        for block in document.blocks {
            let first = units.count
            for range in ranges(of: block) { units += pieces(block, range) }
            guard units.count > first else { continue }
            if block.kind == .heading {
                for index in first..<units.count { units[index].level = max(block.level, 1) }
            }
            units[units.count - 1].introducesNext = block.kind == .heading || Self.introduces(block)
            if block.isFirstOnPage, first > 0 { joinAcrossPages(&units, at: first, block, document) }
        }
        return units
    }

    /// The parts of a block that are units unless too long, as offsets in its UTF-8, trimmed, nothing between them but
    /// white space.
    private func ranges(of block: DocumentText.Block) -> [Range<Int>] {
        let bytes = block.text.utf8
        let isWhole =
            switch block.kind {
            case .heading, .tableRow, .code: true
            case .listItem: bytes.count <= Self.longItem
            case .paragraph, .footnote: false
            }
        var cuts = [0]
        if !isWhole {
            cuts += SentenceSplitter.sentences(in: block.text).dropFirst().map {
                bytes.distance(from: bytes.startIndex, to: $0.lowerBound)
            }
        }
        cuts.append(bytes.count)
        return zip(cuts, cuts.dropFirst()).compactMap { trimmed($0..<$1, in: block.text) }
    }

    private func trimmed(_ range: Range<Int>, in text: String) -> Range<Int>? {
        guard !range.isEmpty else { return nil }
        let bytes = text.utf8
        let lower = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        let part = text[lower..<bytes.index(lower, offsetBy: range.count)].unicodeScalars
        guard let first = part.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = part.lastIndex(where: { !$0.properties.isWhitespace })
        else { return nil }
        let start = range.lowerBound + bytes.distance(from: lower, to: first)
        return start..<(range.lowerBound + bytes.distance(from: lower, to: part.index(after: last)))
    }

    /// The range as one unit, or as several when it is over the limits.
    private func pieces(_ block: DocumentText.Block, _ range: Range<Int>) -> [ChunkUnit] {
        let bytes = block.text.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        let before = block.text.unicodeScalars.distance(from: block.text.startIndex, to: start)
        var scalarStart = block.scalarStart + before
        var utf8Start = block.utf8Start + range.lowerBound
        var units: [ChunkUnit] = []
        var rest = block.text[start..<bytes.index(start, offsetBy: range.count)]
        while !rest.isEmpty {
            let (piece, count) = fitting(rest, isRow: block.kind == .tableRow)
            let scalars = piece.unicodeScalars.count
            units.append(
                ChunkUnit(
                    utf8: utf8Start..<utf8Start + piece.utf8.count, scalars: scalarStart..<scalarStart + scalars,
                    tokens: count, kind: Self.kind(block.kind), pages: block.page...block.page,
                    mayOverlap: block.kind == .paragraph || block.kind == .listItem))
            let after = rest[piece.endIndex...]
            let next = after.unicodeScalars.firstIndex { !$0.properties.isWhitespace } ?? after.endIndex
            let gap = after[..<next]
            utf8Start += piece.utf8.count + gap.utf8.count
            scalarStart += scalars + gap.unicodeScalars.count
            rest = after[next...]
        }
        return units
    }

    /// The longest piece from the start that keeps to the limits and ends well, and its tokens.
    private func fitting(_ text: Substring, isRow: Bool) -> (Substring, tokens: Int) {
        let cutter = WordBoundary(prefersCells: isRow)
        // Tokenising a text far too long to learn only that would make long texts quadratic.
        var limit = maximumCharacters
        while true {
            let piece = cutter.prefix(of: text, scalars: limit)
            let count = tokens(String(piece))
            if count <= maximumTokens || piece.unicodeScalars.count <= 1 { return (piece, count) }
            let scaled = piece.unicodeScalars.count * maximumTokens / count
            limit = max(1, min(scaled * 19 / 20, piece.unicodeScalars.count - 1))
        }
    }

    private static func kind(_ kind: ExtractedBlock.Kind) -> ChunkSentence.Kind {
        switch kind {
        case .heading: .heading
        case .paragraph, .footnote, .code: .prose
        case .listItem: .listItem
        case .tableRow: .tableRow
        }
    }

    private static func introduces(_ block: DocumentText.Block) -> Bool {
        block.kind == .paragraph && (block.text.hasSuffix(":") || block.text.hasSuffix("："))
    }

    /// Makes one unit of a sentence that a page break cuts in two: the page above ends without a full stop, and the one
    /// below goes on with a small letter.
    private func joinAcrossPages(
        _ units: inout [ChunkUnit], at index: Int, _ block: DocumentText.Block, _ document: DocumentText
    ) {
        let above = units[index - 1]
        let below = units[index]
        guard above.kind == .prose, below.kind == .prose, block.kind == .paragraph, above.mayOverlap,
            above.pages.upperBound < below.pages.lowerBound, !above.introducesNext,
            let first = block.text.unicodeScalars.first, first.properties.isLowercase,
            // Nothing but page ends between them.
            document.utf8[above.utf8.upperBound..<below.utf8.lowerBound].allSatisfy({ $0 == 0x0A }),
            let last = document.text(above.utf8).last, !".!?:;…。！？\"”»)".contains(last)
        else { return }
        let scalars = above.scalars.lowerBound..<below.scalars.upperBound
        let joined = document.text(above.utf8.lowerBound..<below.utf8.upperBound)
        let count = tokens(joined)
        guard scalars.count <= maximumCharacters, count <= maximumTokens else { return }
        units[index - 1] = ChunkUnit(
            utf8: above.utf8.lowerBound..<below.utf8.upperBound, scalars: scalars, tokens: count, kind: .prose,
            pages: above.pages.lowerBound...below.pages.upperBound, introducesNext: below.introducesNext,
            mayOverlap: true)
        units.remove(at: index)
    }
}
