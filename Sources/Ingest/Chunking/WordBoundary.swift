/// Finds where a text that is too long can be cut without cutting a word.
struct WordBoundary {
    /// Cut between the cells of a table row when possible.
    var prefersCells = false

    /// The start of the text, at most so many scalars, that ends at the best place: after a clause if one ends in its
    /// last third, else at the last space or, in scripts without spaces, between characters; inside a word only where
    /// the word alone is longer; inside a grapheme only where the grapheme alone is. Never empty; trailing white space is
    /// left off.
    func prefix(of text: Substring, scalars limit: Int) -> Substring {
        let scalars = text.unicodeScalars
        guard let hard = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            hard < scalars.endIndex
        else { return text }
        let third = scalars.index(scalars.startIndex, offsetBy: limit * 2 / 3)
        var last: String.Index?
        var index = hard
        while index > scalars.startIndex, last == nil || index > third {
            let before = scalars[scalars.index(before: index)]
            if mayCut(between: before, and: scalars[index]) {
                if last == nil { last = index }
                let ends = prefersCells ? ";|" : ",;:、，；：—"
                if index > third, ends.unicodeScalars.contains(before) { return trimmed(text[..<index]) }
            }
            index = scalars.index(before: index)
        }
        let cut = roundedDown(last ?? hard, in: text)
        return trimmed(text[..<(cut > text.startIndex ? cut : hard)])
    }

    private func mayCut(between before: Unicode.Scalar, and after: Unicode.Scalar) -> Bool {
        after.properties.isWhitespace || Self.isSpaceless(before) || Self.isSpaceless(after)
    }

    private func trimmed(_ text: Substring) -> Substring {
        guard let last = text.unicodeScalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return text }
        return text[..<text.unicodeScalars.index(after: last)]
    }

    /// The grapheme boundary at or before an index.
    private func roundedDown(_ index: String.Index, in text: Substring) -> String.Index {
        guard index > text.startIndex, index < text.endIndex else { return index }
        guard text.index(after: text.startIndex) <= index else { return text.startIndex }
        // Stepping back from inside a grapheme begins at that grapheme's start.
        return text.index(after: text.index(before: index))
    }

    /// Scripts that put no spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan.
    static func isSpaceless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x0F00...0x0FFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x312F, 0x31A0...0x9FFF,
            0xF900...0xFAFF, 0xFF00...0xFFEF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
