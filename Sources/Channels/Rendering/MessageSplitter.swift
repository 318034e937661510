import TextAnalysis

/// Cuts a long text into messages: between sentences where it can, else between words, else between characters.
public struct MessageSplitter: Sendable {
    let limit: Int
    let capabilities: ChannelCapabilities

    /// - Parameter limit: of one message, by the channel's measure; at least 1.
    public init(limit: Int, capabilities: ChannelCapabilities) {
        self.limit = max(1, limit)
        self.capabilities = capabilities
    }

    /// The messages in order, none empty and none longer than the limit, unless a single character is. Together they
    /// hold all of the text but the white space where it was cut.
    public func parts(of text: String) -> [String] {
        let text = text.trimmed
        guard !text.isEmpty else { return [] }
        guard capabilities.length(of: text) > limit else { return [text] }
        var parts: [String] = []
        var part = ""
        for piece in SentenceSplitter.sentences(in: text).flatMap({ pieces(of: text[$0]) }) {
            // What stood between two sentences, a line break for one, stays between them.
            let joined = part.isEmpty ? String(piece.text) : part + text[piece.gap] + piece.text
            if capabilities.length(of: joined) <= limit {
                part = joined
            } else {
                if !part.isEmpty { parts.append(part) }
                part = String(piece.text)
            }
        }
        if !part.isEmpty { parts.append(part) }
        return parts
    }

    private struct Piece {
        let text: Substring
        /// The white space in front of it.
        let gap: Range<String.Index>
    }

    /// A sentence, or its words where it is too long, or their characters.
    private func pieces(of sentence: Substring) -> [Piece] {
        if capabilities.length(of: sentence) <= limit { return [Piece(text: sentence, gap: gap(before: sentence))] }
        return sentence.split(whereSeparator: \.isWhitespace).flatMap { word -> [Piece] in
            if capabilities.length(of: word) <= limit { return [Piece(text: word, gap: gap(before: word))] }
            var pieces: [Piece] = []
            var rest = word
            while !rest.isEmpty {
                var end = rest.index(after: rest.startIndex)
                while end < rest.endIndex, capabilities.length(of: rest[..<rest.index(after: end)]) <= limit {
                    end = rest.index(after: end)
                }
                let piece = rest[..<end]
                pieces.append(Piece(text: piece, gap: gap(before: piece)))
                rest = rest[end...]
            }
            return pieces
        }
    }

    private func gap(before piece: Substring) -> Range<String.Index> {
        let base = piece.base
        var start = piece.startIndex
        while start > base.startIndex, base[base.index(before: start)].isWhitespace {
            start = base.index(before: start)
        }
        return start..<piece.startIndex
    }
}

extension String {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
