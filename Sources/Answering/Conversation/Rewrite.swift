import TextAnalysis

/// Puts what a question leaves out into it, by rules.
enum Rewrite {
    /// How far back the name of a noun is looked for, in turns of the customer.
    private static let turnsBack = 3

    /// The question as a person would ask it who had said nothing before; as it is where nothing is left out.
    static func question(_ question: SpokenText, in history: SpokenHistory) -> String {
        // Other languages inflect what a pronoun would be replaced by; there the topic is carried beside the question.
        guard history.analyzer.language == "en" else { return question.text }
        let topics = RankedTopics(history)
        if let reference = Reference.first(in: question) {
            guard !reference.isIdle(in: question), let topic = topics.meant(by: reference, in: question) else {
                return question.text
            }
            return replacing(reference, in: question, by: topic)
        }
        return placing(question, topics) ?? naming(question, in: history)
            ?? BareQuestion.completed(question, by: topics) ?? question.text
    }

    private static func replacing(_ reference: Reference, in question: SpokenText, by topic: Topic) -> String {
        let word = question.words[reference.position]
        var text = topic.text
        if reference.kind == .possessive { text += text.hasSuffix("s") ? "'" : "'s" }
        return question.replacing(word.range, with: text)
    }

    /// "There" becomes "in Lisbon".
    private static func placing(_ question: SpokenText, _ topics: RankedTopics) -> String? {
        guard let position = Reference.there(in: question), let place = topics.place else { return nil }
        let lead = moves.contains(question.words[position - 1].lower) ? "to" : place.lead
        return question.replacing(question.words[position].range, with: lead + " " + place.text)
    }

    /// "The order" becomes "the restraining order" when that is what was talked about, "the wall" "the wall of China".
    private static func naming(_ question: SpokenText, in history: SpokenHistory) -> String? {
        let words = question.words
        for position in words.indices.dropFirst() {
            guard let key = words[position].key, let article = pointers[words[position - 1].lower],
                !words[position].opensClause, isComplete(words.dropFirst(position + 1).first)
            else { continue }
            let isCapitalised = words[position].isCapitalised
            for turn in history.turns.prefix(turnsBack) {
                guard let name = whole(of: key, isCapitalised, isDefinite: article == "the", in: turn) else { continue }
                let opensInVowel = name.first.map { "aeiouAEIOU".contains($0) } ?? false
                let range = words[position - 1].range.lowerBound..<words[position].range.upperBound
                return question.replacing(range, with: (article == "a" && opensInVowel ? "an" : article) + " " + name)
            }
        }
        return nil
    }

    /// The longer name of a noun in a turn: "restraining order", and where it is definite "great wall of China".
    private static func whole(of key: String, _ isCapitalised: Bool, isDefinite: Bool, in turn: SpokenText) -> String? {
        let topics = Topic.all(in: turn)
        for topic in topics {
            if !isCapitalised, 2...3 ~= topic.keys.count, topic.keys.last == key { return topic.name }
            guard isDefinite, turn.words[topic.words.upperBound - 1].key == key,
                let complement = phrase(joinedTo: topic, among: topics, in: turn)
            else { continue }
            let start = turn.words[topic.words.lowerBound].range.lowerBound
            return String(turn.text[start..<turn.words[complement.words.upperBound - 1].range.upperBound])
        }
        return nil
    }

    /// What stands behind "of" or "of the" after a topic.
    private static func phrase(joinedTo topic: Topic, among topics: [Topic], in turn: SpokenText) -> Topic? {
        let words = turn.words
        var next = topic.words.upperBound
        guard next + 1 < words.count, words[next].lower == "of" else { return nil }
        next += 1
        if Topic.articles[words[next].lower] != nil, next + 1 < words.count { next += 1 }
        guard !words[topic.words.upperBound...next].contains(where: \.opensClause) else { return nil }
        return topics.first { $0.words.lowerBound == next }
    }

    /// Whether a noun before the word has nothing behind it that says which one it is.
    private static func isComplete(_ next: SpokenText.Word?) -> Bool {
        guard let next, !next.opensClause else { return true }
        return next.key == nil && next.lower != "of" && next.lower != "for"
    }

    /// What points at a noun, with the article that its longer name takes.
    private static let pointers: [String: String] = [
        "the": "the", "this": "the", "that": "the", "these": "the", "those": "the", "a": "a", "an": "a",
    ]
    private static let moves: Set<String> = ["get", "go", "going", "travel", "drive", "fly", "walk", "come"]
}

extension SpokenText {
    fileprivate func replacing(_ range: Range<String.Index>, with new: String) -> String {
        let isFirst = range.lowerBound == words.first?.range.lowerBound
        let opensInCapitals = isFirst && text[range].first?.isUppercase == true
        let piece = opensInCapitals ? new.prefix(1).uppercased() + new.dropFirst() : new
        return String(text[..<range.lowerBound]) + piece + String(text[range.upperBound...])
    }
}
