import DeskModel

/// Makes an answer of sentences of the passages, word for word.
enum Extraction {
    /// - Parameter emit: takes each piece of the text as it is ready.
    /// - Returns: `nil` when there is nothing to answer with.
    static func draft(_ evidence: [Evidence], _ retrieval: Retrieval, emit: (String) -> Void) -> AnswerDraft? {
        let chosen = EvidenceSelection.choose(from: evidence)
        guard !chosen.isEmpty else { return nil }
        let passages = retrieval.passages
        var draft = AnswerDraft()
        for sentence in chosen {
            let citation = Citation(passages[sentence.passage], page: sentence.page, quote: sentence.text)
            let isLine = sentence.kind == .listItem || sentence.kind == .tableRow
            emit(draft.append(shown(sentence.text), onNewLine: isLine, citing: [citation]))
        }
        return draft
    }

    /// One line, and no longer than an answer may be.
    private static func shown(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard WordCount.of(line) > EvidenceSelection.mostWords else { return line }
        var kept: [Substring] = []
        var words = 0
        for word in line.split(separator: " ") {
            words += max(1, WordCount.of(String(word)))
            if words >= EvidenceSelection.mostWords { break }
            kept.append(word)
        }
        // A text without spaces has no words to stop at.
        return (kept.isEmpty ? String(line.prefix(400)) : kept.joined(separator: " ")) + " …"
    }
}
