/// Recognises a question in the midst of a form by its shape.
enum SideQuestion {
    /// Whether the text is put as a question.
    static func isPutAsQuestion(_ text: String) -> Bool {
        let text = text.trimmingSuffix { $0.isWhitespace || "\"'”»)".contains($0) }
        if let last = text.last, "?？؟".contains(last) { return true }
        let folded = FoldedText(text)
        guard folded.tokens.count >= 3, let first = folded.tokens.first else { return false }
        return FormLexicon.all.values.contains { lexicon in
            lexicon.questionWords.contains(first)
                || lexicon.questionWords.contains(folded.tokens.prefix(2).joined(separator: " "))
        }
    }

    /// Whether it is long enough to ask something without being put as a question.
    static func mayAsk(_ text: String) -> Bool { FoldedText(text).tokens.count >= 3 }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while drop: (Character) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, drop(self[index(before: end)]) { end = index(before: end) }
        return self[startIndex..<end]
    }
}
