import TextAnalysis

/// Puts what a question leaves out into it, by rules.
enum Rewrite {
    /// The question as a person would ask it who had said nothing before; as it is where nothing is left out.
    static func question(
        _ question: SpokenText, context: ContextWords, in history: SpokenHistory
    ) -> String {
        let language = history.analyzer.language
        // Other languages inflect what a pronoun would be replaced by; there the topic is carried beside the question.
        guard language == "en" else { return question.text }
        if let reference = Reference.first(in: question) {
            guard let topic = Topic.meant(by: reference, context: context, history: history) else {
                return question.text
            }
            return replacing(reference, in: question, by: topic)
        }
        return naming(question, in: history)
    }

    private static func replacing(_ reference: Reference, in question: SpokenText, by topic: Topic) -> String {
        let word = question.words[reference.position]
        var text = topic.text
        if reference.kind == .possessive { text += text.hasSuffix("s") ? "'" : "'s" }
        return question.replacing(word.range, with: text)
    }

    /// "The order" becomes "the restraining order" when that is what was talked about.
    private static func naming(_ question: SpokenText, in history: SpokenHistory) -> String {
        let words = question.words
        for position in words.indices.dropFirst() {
            guard let key = words[position].key, pointers.contains(words[position - 1].lower),
                !words[position].opensClause, !words[position].isCapitalised,
                position + 1 == words.count || words[position + 1].opensClause || words[position + 1].key == nil,
                let topic = Topic.whole(of: key, in: history)
            else { continue }
            let range = words[position - 1].range.lowerBound..<words[position].range.upperBound
            let text = topic.text.hasPrefix("the ") ? topic.text : "the " + topic.text
            return question.replacing(range, with: text)
        }
        return question.text
    }

    private static let pointers: Set<String> = ["the", "this", "that", "these", "those"]
}

extension SpokenText {
    fileprivate func replacing(_ range: Range<String.Index>, with new: String) -> String {
        let isFirst = range.lowerBound == words.first?.range.lowerBound
        let opensInCapitals = isFirst && text[range].first?.isUppercase == true
        let piece = opensInCapitals ? new.prefix(1).uppercased() + new.dropFirst() : new
        return String(text[..<range.lowerBound]) + piece + String(text[range.upperBound...])
    }
}
