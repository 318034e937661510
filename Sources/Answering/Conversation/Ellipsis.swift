/// Completes a fragment by the question before it: "When is the pool open?", "and on Sundays?" is "When is the pool open
/// on Sundays?".
enum Ellipsis {
    private static let mostFragmentWords = 5
    private static let longestPrevious = 200

    /// How many words at the start only continue: "and", "what about".
    static func opening(of question: SpokenText, _ words: ConversationWords) -> Int {
        let lower = question.words.map(\.lower)
        return words.openings.first { lower.starts(with: $0) }?.count ?? 0
    }

    /// The whole question, `nil` when the message is no fragment or nothing before completes it.
    static func completed(_ question: SpokenText, after previous: SpokenText, language: String) -> String? {
        let words = ConversationWords.of(language)
        let opening = opening(of: question, words)
        let fragment = Array(question.words.dropFirst(opening))
        guard let first = fragment.first, let last = fragment.last, fragment.count <= mostFragmentWords,
            fragment.dropFirst().allSatisfy({ !$0.opensClause }),
            fragment.contains(where: { $0.key != nil }),
            !fragment.contains(where: { words.askingWords.contains($0.lower) })
        else { return nil }
        guard previous.words.count >= 3, previous.text.count <= longestPrevious,
            previous.words.dropFirst().allSatisfy({ !$0.opensClause }),
            previous.words.contains(where: { words.askingWords.contains($0.lower) })
        else { return nil }
        let text = String(question.text[first.range.lowerBound..<last.range.upperBound])
        if let range = counterpart(of: fragment, in: previous, words) {
            return previous.text.replacingCharacters(in: range, with: text)
        }
        let hasLead = words.leads.contains(words.isVerbFinal ? last.lower : first.lower)
        guard hasLead || language != "en" && fragment.contains(where: { words.isDay($0.lower) }) else { return nil }
        if words.isVerbFinal { return text + " " + previous.text }
        let (body, end) = previous.parted
        return body + " " + text + (end.isEmpty ? "?" : end)
    }

    /// What the fragment stands in for: one day for another, a number for a number.
    private static func counterpart(
        of fragment: [SpokenText.Word], in previous: SpokenText, _ table: ConversationWords
    ) -> Range<String.Index>? {
        let words = previous.words
        guard let named = fragment.last(where: { $0.key != nil }),
            let position = words.indices.last(where: { isOfOneKind(words[$0], named, table) })
        else { return nil }
        // "on Saturdays" gives way as a whole to "on Sundays", "शनिवार को" to "रविवार को".
        let leads = fragment.prefix { $0.lower != named.lower }.map(\.lower)
        let tails = fragment.drop { $0.lower != named.lower }.dropFirst().map(\.lower)
        let start = words[..<position].suffix(leads.count).map(\.lower) == leads ? position - leads.count : position
        let end = words[(position + 1)...].prefix(tails.count).map(\.lower) == tails ? position + tails.count : position
        return words[start].range.lowerBound..<words[end].range.upperBound
    }

    private static func isOfOneKind(
        _ one: SpokenText.Word, _ other: SpokenText.Word, _ table: ConversationWords
    ) -> Bool {
        guard one.key != nil, one.lower != other.lower else { return false }
        if table.isDay(other.lower) { return table.isDay(one.lower) }
        let digits = (one.lower.allSatisfy(\.isNumber), other.lower.allSatisfy(\.isNumber))
        return digits == (true, true)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
