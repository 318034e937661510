/// Something that the customer named before, which a reference may mean.
struct Topic: Sendable {
    /// With "the" or "my" where it had one.
    let text: String
    private let keys: [String]
    private let isName: Bool
    /// Whether it was named as what something is about: "facts about bees".
    private let isObject: Bool

    /// Below this mean probability of its words a topic is no better than a guess.
    private static let leastProbability = 0.2
    /// How far back it is looked for, in turns of the customer.
    private static let turnsBack = 3
    private static let mostWords = 5

    /// The topic that an English reference most likely means.
    static func meant(by reference: Reference, context: ContextWords, history: SpokenHistory) -> Topic? {
        let probability = Dictionary(context.words.map { ($0.key, $0.probability) }, uniquingKeysWith: max)
        var best: (score: Double, topic: Topic)?
        for turn in history.turns.prefix(turnsBack) {
            for topic in topics(in: turn) {
                guard topic.keys.allSatisfy({ probability[$0] != nil }) else { continue }
                let mean = topic.keys.reduce(0) { $0 + (probability[$1] ?? 0) } / Double(topic.keys.count)
                guard mean >= leastProbability else { continue }
                // A whole name says more than its part.
                let score =
                    mean + topic.fit(reference.number) + 0.05 * Double(min(topic.keys.count, 3))
                    + (topic.isObject ? 0.1 : 0)
                if score > best?.score ?? 0 { best = (score, topic) }
            }
        }
        return best?.topic
    }

    /// The noun phrase of which the words "the ..." in a question are the last: "the order" of "a restraining order".
    static func whole(of key: String, in history: SpokenHistory) -> Topic? {
        for turn in history.turns.prefix(turnsBack) {
            if let topic = topics(in: turn).first(where: { 2...3 ~= $0.keys.count && $0.keys.last == key }) {
                return topic
            }
        }
        return nil
    }

    private var isPlural: Bool {
        let lower = text.lowercased()
        return lower.hasSuffix("s") && !lower.hasSuffix("ss") && !lower.hasSuffix("us") && !lower.hasSuffix("is")
    }

    private func fit(_ number: Reference.Number) -> Double {
        switch number {
        case .one: isPlural ? -0.1 : 0.1
        case .many: isPlural ? 0.1 : -0.05
        case .person: isName ? 0.15 : -0.3
        }
    }

    // MARK: Noun phrases without a tagger

    /// Runs of words that name something, without the verbs that English syntax puts beside them.
    private static func topics(in turn: SpokenText) -> [Topic] {
        var topics: [Topic] = []
        var start = 0
        while start < turn.words.count {
            guard turn.words[start].key != nil else {
                start += 1
                continue
            }
            var end = start + 1
            while end < turn.words.count, turn.words[end].key != nil, !turn.words[end].opensClause { end += 1 }
            if let topic = topic(start..<end, in: turn) { topics.append(topic) }
            start = end
        }
        return topics
    }

    private static func topic(_ run: Range<Int>, in turn: SpokenText) -> Topic? {
        var run = run
        let words = turn.words
        let before = run.lowerBound > 0 ? words[run.lowerBound - 1].lower : ""
        // "does the sauna cost": what rules the phrase stands before its article.
        let ruling = articles[before] != nil && run.lowerBound > 1 ? words[run.lowerBound - 2].lower : before
        if verbFollows.contains(before) {
            if !words[run.lowerBound].isCapitalised { run = run.dropFirst() }
        } else if inverted.contains(ruling) {
            let names = words[run].prefix { $0.isCapitalised }.count
            if names > 0, names < run.count {
                run = run.prefix(names)
            } else if run.count > 1, !isVerb(words.dropFirst(run.upperBound).first) {
                run = run.dropLast()
            }
        } else if copulas.contains(ruling), run.count > 1, let last = run.last, isParticiple(words[last].lower) {
            run = run.dropLast()
        }
        guard let first = run.first, let last = run.last, run.count <= mostWords else { return nil }
        // A lone participle or superlative is no thing: "dying", "infected", "healthiest".
        guard run.count > 1 || words[first].isCapitalised && first > 0 || !isDescribing(words[first].lower) else {
            return nil
        }
        let range = words[first].range.lowerBound..<words[last].range.upperBound
        let name = String(turn.text[range])
        let article = first > 0 && !words[first].opensClause ? articles[words[first - 1].lower] : nil
        return Topic(
            text: (article.map { $0 + " " } ?? "") + name, keys: words[run].compactMap(\.key),
            isName: words[run].contains { $0.isCapitalised } && first > 0, isObject: ["about", "of"].contains(before))
    }

    /// Whether the word after a phrase is its verb: one of those that name no topic.
    private static func isVerb(_ word: SpokenText.Word?) -> Bool {
        guard let word, !word.opensClause else { return false }
        return ["be", "have"].contains(word.lower) || ConversationWords.frames.contains(word.lower)
    }

    private static func isParticiple(_ word: String) -> Bool {
        word.hasSuffix("ed") || word.hasSuffix("en") || word.hasSuffix("ing") || word == "built" || word == "open"
    }

    private static func isDescribing(_ word: String) -> Bool {
        word.hasSuffix("ed") || word.hasSuffix("ing") || word.hasSuffix("est") || word.hasSuffix("ly")
    }

    private static let verbFollows: Set<String> = ["i", "you", "we", "they", "he", "she", "it", "to", "not", "how"]
    private static let inverted: Set<String> = ["do", "does", "did", "can", "could", "will", "would", "should", "may"]
    private static let copulas: Set<String> = ["is", "are", "was", "were"]
    private static let articles: [String: String] = [
        "the": "the", "a": "the", "an": "the", "my": "my", "your": "your", "our": "our", "this": "the", "that": "the",
    ]
}

extension Range<Int> {
    fileprivate func dropFirst() -> Range<Int> { Swift.min(lowerBound + 1, upperBound)..<upperBound }
    fileprivate func dropLast() -> Range<Int> { lowerBound..<Swift.max(upperBound - 1, lowerBound) }
    fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(lowerBound + count, upperBound) }
}
