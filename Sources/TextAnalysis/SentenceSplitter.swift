/// Finds the sentences of running text in many languages by rules: no model, linear time.
///
/// A full stop ends a sentence when space and no lower-case letter follow and the word before it is no abbreviation,
/// initial or list number. Danda, CJK and Ethiopic stops end one wherever they stand; blank lines end one without a stop.
public enum SentenceSplitter {
    /// The sentences in order, without the white space around them; together they hold all that is not white space.
    public static func sentences(in text: String) -> [Range<String.Index>] {
        var scan = SentenceScan(text)
        return scan.run()
    }
}

/// One pass over a text. Looks a bounded distance back and ahead at each stop, so the pass stays linear.
private struct SentenceScan {
    private let text: String.UnicodeScalarView
    private var ranges: [Range<String.Index>] = []
    private var start: String.Index
    private var index: String.Index
    /// The word that ends where the scan stands, up to `wordLimit` scalars; longer ones are no abbreviations.
    private var word = String.UnicodeScalarView()
    private var wordIsTooLong = false
    /// Words of the current sentence that ended before the current word.
    private var wordsBefore = 0

    private static let wordLimit = 12
    private static let lookAhead = 24

    init(_ text: String) {
        self.text = text.unicodeScalars
        start = self.text.startIndex
        index = start
    }

    mutating func run() -> [Range<String.Index>] {
        while index < text.endIndex {
            let scalar = text[index]
            switch scalar {
            case "\n", "\r", "\u{2028}", "\u{0B}":
                endWord()
                if let end = blankLineEnd() { endSentence(at: index, next: end) } else { advance() }
            case "\u{2029}", "\u{0C}":
                endSentence(at: index, next: text.index(after: index))
            case ".", "!", "?", "\u{2026}", "\u{203D}", "\u{061F}", "\u{06D4}":
                stop()
            case "\u{3002}", "\u{FF01}", "\u{FF1F}", "\u{FF61}", "\u{0964}", "\u{0965}", "\u{0589}", "\u{1362}":
                let end = skipClosers(from: skipTerminators(from: index))
                endSentence(at: end, next: end)
            default:
                if scalar.isSpace { endWord() } else { append(scalar) }
                advance()
            }
        }
        endSentence(at: text.endIndex, next: text.endIndex)
        return ranges
    }

    // MARK: Stops

    private mutating func stop() {
        let isPeriod = text[index] == "."
        let after = skipTerminators(from: index)
        let isRun = text.index(after: index) != after
        let end = skipClosers(from: after)
        if end < text.endIndex, !text[end].isSpace {
            // 3.5, example.com, U.S.: the stop is inside a word.
            while index < after {
                append(text[index])
                advance()
            }
            return
        }
        let next = nextWord(from: end)
        if endsSentence(isPeriod: isPeriod, isRun: isRun, closed: end != after, next: next) {
            endSentence(at: end, next: end)
        } else {
            index = end
            append(".")
        }
    }

    private func endsSentence(isPeriod: Bool, isRun: Bool, closed: Bool, next: String) -> Bool {
        guard let first = next.unicodeScalars.first else { return true }
        if first.properties.isLowercase { return false }
        guard isPeriod, !isRun, !closed else { return true }
        let before = String(word)
        if wordIsTooLong || before.isEmpty { return true }
        let folded = before.lowercased()
        if wordsBefore == 0, isListMarker(folded) { return false }
        if Abbreviations.neverEnding.contains(folded) { return false }
        if Abbreviations.seldomEnding.contains(folded) || folded.contains(".") || isInitial(before) {
            return Abbreviations.starters.contains(next)
        }
        if folded.unicodeScalars.count <= 2, folded.unicodeScalars.allSatisfy({ $0.properties.numericType != nil }) {
            return !Abbreviations.afterOrdinals.contains(next.lowercased())
        }
        return true
    }

    private func isInitial(_ word: String) -> Bool {
        let letters = word.unicodeScalars
        return letters.count == 1 && letters.first?.properties.isUppercase == true
    }

    private func isListMarker(_ word: String) -> Bool {
        let scalars = word.unicodeScalars
        return scalars.count <= 3 && scalars.allSatisfy { $0.properties.numericType != nil }
            || scalars.count == 1 && scalars.first?.properties.isAlphabetic == true
    }

    // MARK: Looking ahead

    private func skipTerminators(from position: String.Index) -> String.Index {
        var position = position
        while position < text.endIndex, Self.terminators.contains(text[position]) {
            position = text.index(after: position)
        }
        return position
    }

    /// Past closing quotes and brackets, and past note references such as `[12]`.
    private func skipClosers(from position: String.Index) -> String.Index {
        var position = position
        while position < text.endIndex {
            if Self.closers.contains(text[position]) {
                position = text.index(after: position)
            } else if text[position] == "[", let end = noteEnd(from: position) {
                position = end
            } else {
                break
            }
        }
        return position
    }

    private func noteEnd(from position: String.Index) -> String.Index? {
        var position = text.index(after: position)
        for _ in 0..<6 {
            guard position < text.endIndex else { return nil }
            if text[position] == "]" { return text.index(after: position) }
            guard ("0"..."9").contains(text[position]) else { return nil }
            position = text.index(after: position)
        }
        return nil
    }

    /// The next word after white space and opening quotes, at most `lookAhead` scalars away.
    private func nextWord(from position: String.Index) -> String {
        var position = position
        var word = String.UnicodeScalarView()
        var steps = 0
        while position < text.endIndex, steps < Self.lookAhead {
            let scalar = text[position]
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.append(scalar)
            } else if !word.isEmpty {
                break
            }
            position = text.index(after: position)
            steps += 1
        }
        return String(word)
    }

    /// Where the text goes on when an empty line starts here.
    private func blankLineEnd() -> String.Index? {
        var position = index
        var breaks = 0
        while position < text.endIndex, text[position].isSpace {
            if text[position] == "\n" || text[position] == "\u{2028}" { breaks += 1 }
            position = text.index(after: position)
        }
        return breaks > 1 ? position : nil
    }

    // MARK: State

    private mutating func advance() { index = text.index(after: index) }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if word.isEmpty, Self.openers.contains(scalar) { return }
        if word.count < Self.wordLimit { word.append(scalar) } else { wordIsTooLong = true }
    }

    private mutating func endWord() {
        if !word.isEmpty { wordsBefore += 1 }
        word = String.UnicodeScalarView()
        wordIsTooLong = false
    }

    private mutating func endSentence(at end: String.Index, next: String.Index) {
        var lower = start
        var upper = end
        while lower < upper, text[lower].isSpace { lower = text.index(after: lower) }
        while lower < upper, text[text.index(before: upper)].isSpace { upper = text.index(before: upper) }
        if lower < upper { ranges.append(lower..<upper) }
        start = next
        index = next
        word = String.UnicodeScalarView()
        wordIsTooLong = false
        wordsBefore = 0
    }

    private static let terminators: Set<Unicode.Scalar> = [
        ".", "!", "?", "\u{2026}", "\u{203D}", "\u{061F}", "\u{06D4}", "\u{3002}", "\u{FF01}", "\u{FF1F}", "\u{FF61}",
        "\u{0964}", "\u{0965}", "\u{0589}", "\u{1362}",
    ]
    private static let closers: Set<Unicode.Scalar> = [
        "\"", "'", "\u{201D}", "\u{2019}", "\u{00BB}", ")", "]", "}", "\u{300D}", "\u{300F}", "\u{FF09}", "\u{3011}",
    ]
    private static let openers: Set<Unicode.Scalar> = [
        "\"", "'", "\u{201C}", "\u{2018}", "\u{00AB}", "(", "[", "{", "\u{300C}", "\u{300E}", "\u{FF08}",
    ]
}

extension Unicode.Scalar {
    /// Unicode's White_Space property, without its table.
    fileprivate var isSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}
