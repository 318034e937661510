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
        for unit in units(of: chosen) {
            let passage = passages[unit[0].passage]
            let citation = Citation(passage, page: unit[0].page, quote: quote(unit, from: passage.chunk))
            let isLine = unit[0].kind == .listItem || unit[0].kind == .tableRow
            let text = unit.map { shown($0.text) }.joined(separator: " ")
            emit(draft.append(text, onNewLine: isLine, citing: [citation]))
        }
        return draft
    }

    /// The sentences in their order, each with the captions that follow it: those are cited as one.
    private static func units(of chosen: [Evidence]) -> [[Evidence]] {
        var units: [[Evidence]] = []
        for sentence in chosen {
            if let last = units.last?.last, sentence.isCaption, sentence.follows(last) {
                units[units.count - 1].append(sentence)
            } else {
                units.append([sentence])
            }
        }
        return units
    }

    /// The unit as its document holds it, with what separates a line from its caption.
    private static func quote(_ unit: [Evidence], from chunk: Chunk) -> String {
        guard let first = unit.first, let last = unit.last, unit.count > 1 else { return unit[0].text }
        let whole = ChunkSentence(
            start: chunk.sentences[first.sentence].start, end: chunk.sentences[last.sentence].end, page: first.page,
            kind: first.kind)
        return whole.checkedText(in: chunk.text) ?? first.text
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
