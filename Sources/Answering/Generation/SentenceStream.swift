import TextAnalysis

/// Cuts a language model's stream into sentences as they end. Bounded: what never ends a sentence is cut, and what goes
/// on for too long is ended.
struct SentenceStream {
    /// Characters in which a sentence must end.
    static let longestSentence = 1_200
    /// Characters in which the reply must end.
    static let longestReply = 12_000

    private var buffer = ""
    private var total = 0
    private var hasStop = false
    /// True once the reply grew past its bound; nothing more is taken.
    private(set) var isFull = false

    /// Takes a piece. - Returns: the sentences that it completed.
    mutating func take(_ piece: String) -> [String] {
        guard !isFull else { return [] }
        let room = Self.longestReply - total
        let accepted = String(piece.prefix(room))
        total += accepted.count
        isFull = total >= Self.longestReply
        buffer += accepted
        hasStop = hasStop || accepted.unicodeScalars.contains(where: Self.mayEndSentence)
        guard hasStop || buffer.count > Self.longestSentence else { return [] }
        return split(keepingLast: true)
    }

    /// The stream is over: what is left.
    mutating func finish() -> [String] { split(keepingLast: false) }

    private mutating func split(keepingLast: Bool) -> [String] {
        var sentences: [String] = []
        var rest = ""
        // A line is a unit of its own: list items seldom end in a stop.
        var lines = buffer.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        let open = keepingLast ? lines.popLast() ?? "" : ""
        for line in lines { sentences += SentenceSplitter.sentences(in: line).map { String(line[$0]) } }
        var ranges = SentenceSplitter.sentences(in: open)
        if let last = ranges.popLast() {
            sentences += ranges.map { String(open[$0]) }
            rest = String(open[last.lowerBound...])
        }
        if rest.count > Self.longestSentence {
            sentences.append(rest)
            rest = ""
        }
        buffer = rest
        hasStop = rest.unicodeScalars.contains(where: Self.mayEndSentence)
        return sentences
    }

    private static func mayEndSentence(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "!", "?", "\n", "\u{3002}", "\u{0964}", "\u{FF01}", "\u{FF1F}", "\u{2026}", "\u{061F}", "\u{06D4}":
            true
        default: false
        }
    }
}
