import DeskModel
import TextAnalysis

/// Cuts the passage out of a message that shows why it was found.
enum Snippet {
    /// Words shown around the first match, and at most.
    private static let before = 8
    private static let length = 32
    /// Characters of a word.
    private static let longestWord = 40
    /// Words looked at.
    private static let mostWords = 4_000
    private static let words = TermAnalyzer(language: "und")

    /// - Returns: parts that follow each other; an ellipsis stands where text was left out.
    static func of(_ text: String, showing wanted: MessageWords) -> [MessageHit.Part] {
        let ranges = wordRanges(text)
        let matches = ranges.map { range in words.terms(in: String(text[range])).contains(where: wanted.fits) }
        let first = bestStart(matches)
        let shown = first..<min(ranges.count, first + length)
        guard let start = shown.first.map({ ranges[$0].lowerBound }),
            let end = shown.last.map({ ranges[$0].upperBound })
        else { return [MessageHit.Part(text: String(text.prefix(200)), match: false)] }
        var parts: [MessageHit.Part] = []
        var plain = first > 0 ? "…" : String(text[..<start])
        var position = start
        for index in shown where matches[index] {
            plain += text[position..<ranges[index].lowerBound]
            if !plain.isEmpty { parts.append(MessageHit.Part(text: plain, match: false)) }
            parts.append(MessageHit.Part(text: String(text[ranges[index]]), match: true))
            plain = ""
            position = ranges[index].upperBound
        }
        plain += text[position..<end]
        plain += shown.upperBound < ranges.count ? "…" : String(text[end...].prefix(20))
        if !plain.isEmpty { parts.append(MessageHit.Part(text: plain, match: false)) }
        return parts
    }

    /// Where to begin, so that as many matches as can be are shown.
    private static func bestStart(_ matches: [Bool]) -> Int {
        var best = (start: 0, count: -1)
        var inside = matches.prefix(length).count { $0 }
        var start = 0
        while start == 0 || start + length <= matches.count {
            if inside > best.count { best = (start, inside) }
            if start + length < matches.count {
                inside += (matches[start + length] ? 1 : 0) - (matches[start] ? 1 : 0)
            }
            start += 1
        }
        guard matches.count > length, let first = matches[best.start...].firstIndex(of: true) else { return 0 }
        return max(0, first - before)
    }

    /// Words between spaces; what has none, as in Chinese, is cut into pieces.
    private static func wordRanges(_ text: String) -> [Range<String.Index>] {
        var ranges: [Range<String.Index>] = []
        var start: String.Index?
        var characters = 0
        for index in text.indices {
            let isSpace = text[index].isWhitespace
            if isSpace || characters == longestWord, let begun = start {
                ranges.append(begun..<index)
                start = nil
                if ranges.count == mostWords { return ranges }
            }
            if !isSpace, start == nil {
                start = index
                characters = 0
            }
            characters += 1
        }
        if let start { ranges.append(start..<text.endIndex) }
        return ranges
    }
}
