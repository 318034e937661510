/// When pieces of an answer are handed to the voice: the ConversationConfig of the systems that ours replaces.
public struct RelayBufferRules: Hashable, Sendable {
    /// What ends a sentence.
    public var sentenceEndPatterns: [String] = [".", "!", "?", ";", ":", "\n", "।", "。", "؟"]
    /// Milliseconds after which what there is goes out.
    public var partialTimeout: Int64 = 400
    /// Characters beyond which what there is goes out.
    public var maximumBufferSize = 200

    public init() {}
}

/// Holds pieces back until a voice can say them well.
struct RelayBuffer: Sendable {
    private let rules: RelayBufferRules
    private(set) var held = ""

    init(rules: RelayBufferRules) { self.rules = rules }

    /// - Returns: what goes out now; empty for nothing.
    mutating func push(_ piece: String) -> String {
        held += piece
        if held.count >= rules.maximumBufferSize { return flush() }
        guard let end = lastSentenceEnd else { return "" }
        let out = String(held[..<end])
        held = String(held[end...])
        return out
    }

    mutating func flush() -> String {
        defer { held = "" }
        return held
    }

    private var lastSentenceEnd: String.Index? {
        rules.sentenceEndPatterns.compactMap { pattern in
            held.ranges(of: pattern).last { range in
                // "9.30" and "e.g" go on; a mark ends a sentence when space follows, or nothing yet.
                range.upperBound == held.endIndex || held[range.upperBound].isWhitespace
            }?.upperBound
        }.max()
    }
}
