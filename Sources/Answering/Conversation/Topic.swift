/// Something that the customer named before, which a question may mean or leave out: a noun phrase, found without a
/// tagger, in English alone.
struct Topic: Sendable {
    /// With "the" or "my" where it had one.
    let text: String
    /// Without its article.
    let name: String
    let keys: [String]
    /// Which words of its turn, without the article.
    let words: Range<Int>
    /// Whether it holds a word in capitals that does not open the message.
    let isName: Bool
    /// Whether all its words are in capitals and no article stands before: a name's ending says nothing of its number.
    let isProperName: Bool
    let isPlural: Bool
    /// Whether it was named as what something is about: "facts about bees".
    let isObject: Bool
    /// Whether it was brought up by "a" or "an".
    let isIntroduced: Bool
    let hasArticle: Bool
    /// Whether its turn ends with it.
    let endsTurn: Bool
    /// The word before it and its article, in lower case: "in".
    let lead: String

    private static let mostWords = 5

    /// The topics of a turn in reading order: runs of words that name something, without the verbs that English syntax
    /// puts beside them.
    static func all(in turn: SpokenText) -> [Topic] {
        let words = turn.words
        var topics: [Topic] = []
        var start = 0
        while start < words.count {
            guard words[start].key != nil else {
                start += 1
                continue
            }
            var end = start + 1
            while end < words.count, words[end].key != nil, !words[end].opensClause, !words[end - 1].isPossessive {
                end += 1
            }
            if let topic = Topic(run: start..<end, in: turn) { topics.append(topic) }
            start = end
        }
        return topics
    }

    private init?(run: Range<Int>, in turn: SpokenText) {
        let words = turn.words
        let ruling = Self.ruling(run, words)
        let named = Self.withoutVerbs(run, ruledBy: ruling, words)
        guard let first = named.first, let last = named.last, named.count <= Self.mostWords,
            !Self.isDependent(named, words)
        else { return nil }
        let word = words[first]
        // A lone participle or superlative is no thing: "dying", "infected", "healthiest". "Does parking cost" is.
        let isSubject = ruling.map { Self.inverted.contains(words[$0].lower) } ?? false
        let isNoun = !Self.isDescribing(word.lower) || isSubject && word.lower.hasSuffix("ing")
        guard isNoun || named.count > 1 || word.isCapitalised && first > 0 else { return nil }
        var start = first
        while start > 0, Self.adjectives.contains(words[start - 1].lower), !words[start].opensClause { start -= 1 }
        let before = start > 0 && !words[start].opensClause ? words[start - 1].lower : ""
        let article = Self.articles[before]
        let lead = start - (article == nil ? 1 : 2)
        var end = words[last].range.upperBound
        if words[last].isPossessive { end = turn.text.index(end, offsetBy: -2) }
        name = String(turn.text[words[start].range.lowerBound..<end])
        text = (article.map { $0 + " " } ?? "") + name
        keys = words[named].compactMap(\.key)
        self.words = start..<named.upperBound
        isName = words[max(first, 1)..<named.upperBound].contains { $0.isCapitalised }
        isProperName = isName && article == nil && words[named].allSatisfy(\.isCapitalised)
        isPlural = Self.isPlural(words[last].lower)
        isObject = ruling.map { words[$0].lower == "about" } ?? false
        isIntroduced = before == "a" || before == "an"
        hasArticle = article != nil
        endsTurn = named.upperBound == words.count
        self.lead = lead >= 0 ? words[lead].lower : ""
    }

    // MARK: What stands around a noun phrase

    /// The word before a run and its article: "does the sauna cost" is ruled by "does".
    private static func ruling(_ run: Range<Int>, _ words: [SpokenText.Word]) -> Int? {
        guard run.lowerBound > 0 else { return nil }
        let hasArticle = articles[words[run.lowerBound - 1].lower] != nil && run.lowerBound > 1
        return run.lowerBound - (hasArticle ? 2 : 1)
    }

    private static func withoutVerbs(
        _ run: Range<Int>, ruledBy ruling: Int?, _ words: [SpokenText.Word]
    ) -> Range<Int> {
        let before = run.lowerBound > 0 ? words[run.lowerBound - 1].lower : ""
        if verbFollows.contains(before) {
            return words[run.lowerBound].isCapitalised ? run : run.dropFirst()
        }
        guard run.count > 1 else { return run }
        let last = words[run.upperBound - 1].lower
        guard let ruling else { return participlesAfterNouns.contains(last) ? run.dropLast() : run }
        if inverted.contains(words[ruling].lower) {
            let names = words[run].prefix { $0.isCapitalised }.count
            if names > 0, names < run.count { return run.prefix(names) }
            return isVerb(words.dropFirst(run.upperBound).first) ? run : run.dropLast()
        }
        if copulas.contains(words[ruling].lower) {
            // "Are the blue towels free?" says something of the towels.
            let endsClause = run.upperBound == words.count || words[run.upperBound].opensClause
            if isParticiple(last) || words[ruling].opensClause && endsClause { return run.dropLast() }
        }
        return participlesAfterNouns.contains(last) ? run.dropLast() : run
    }

    /// Whether a phrase is somebody's ("its depth"), said of something ("the pool was cold") or the verb that opens a
    /// message: no topic of its own.
    private static func isDependent(_ named: Range<Int>, _ words: [SpokenText.Word]) -> Bool {
        let first = named.lowerBound
        guard first > 0 else { return named.count == 1 && words.count > 1 && !words[1].opensClause }
        guard !words[first].opensClause else { return false }
        let before = words[first - 1]
        if before.isPossessive || ConversationWords.english.possessives.contains(before.lower) { return true }
        return named.count == 1 && !words[first].isCapitalised && first > 1 && !before.opensClause
            && (copulas.contains(before.lower) || becoming.contains(before.lower)) && words[first - 2].key != nil
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

    private static func isPlural(_ word: String) -> Bool {
        let bare = word.hasSuffix("'s") ? String(word.dropLast(2)) : word
        if pluralsWithoutEnding.contains(bare) { return true }
        return bare.hasSuffix("s") && !bare.hasSuffix("ss") && !bare.hasSuffix("us") && !bare.hasSuffix("is")
    }

    private static let verbFollows: Set<String> = ["i", "you", "we", "they", "he", "she", "it", "to", "not", "how"]
    private static let inverted: Set<String> = [
        "do", "does", "did", "can", "could", "will", "would", "should", "may", "doesn't", "don't", "didn't", "can't",
        "couldn't", "won't", "wouldn't", "shouldn't",
    ]
    private static let copulas: Set<String> = ["is", "are", "was", "were"]
    private static let becoming: Set<String> = ["become", "became"]
    private static let participlesAfterNouns: Set<String> = [
        "called", "named", "compared", "built", "located", "based", "processed", "known",
    ]
    /// Belong to the name of what follows though they name nothing alone: "high blood pressure".
    private static let adjectives: Set<String> = [
        "high", "low", "new", "old", "big", "great", "main", "common", "popular", "first", "last", "next",
    ]
    private static let pluralsWithoutEnding: Set<String> = [
        "people", "children", "men", "women", "teeth", "feet", "mice", "police",
    ]
    static let articles: [String: String] = [
        "the": "the", "a": "the", "an": "the", "my": "my", "your": "your", "our": "our", "this": "the", "that": "the",
    ]
}

extension SpokenText.Word {
    /// Whether it says whose the next word is: "the pool's".
    var isPossessive: Bool { key != nil && lower.hasSuffix("'s") }
}

extension Range<Int> {
    fileprivate func dropFirst() -> Range<Int> { Swift.min(lowerBound + 1, upperBound)..<upperBound }
    fileprivate func dropLast() -> Range<Int> { lowerBound..<Swift.max(upperBound - 1, lowerBound) }
    fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(lowerBound + count, upperBound) }
}
