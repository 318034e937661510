import Foundation

/// What the customer named in an English conversation, each with how likely the next question is about it, by a
/// logistic regression.
///
/// Fitted on the 1,455 topics of the 249 turns in the tuning half of TREC CAsT 2020/2021 and MTRAG (split by
/// conversation), the label being whether the stand-alone rewrite holds all of the topic's words that the question does
/// not hold; L2 penalty 10. Cross-validated by conversation it ranks them with an area under the curve of 0.78. To
/// refit it, write the signs below of each topic of each turn with that label, and round the weights to two places.
struct RankedTopics: Sendable {
    private struct Ranked {
        let topic: Topic
        /// Turns of the customer back to its last use, 0 the last turn.
        let age: Int
        /// How likely a stand-alone form of the question would name it, 0...1.
        let probability: Double
    }

    /// Below this a topic is no better than a guess.
    private static let leastProbability = 0.05
    /// A question without a word that points back needs a likelier one.
    private static let leastForBare = 0.1
    /// So often in the last reply a topic's words are what it was about.
    private static let oftenReplied = 3

    /// Each once, those of the newest turn first.
    private let topics: [Ranked]

    init(_ history: SpokenHistory) {
        let turns = history.turns
        let replied = Dictionary((history.reply?.keys ?? []).map { ($0, 1) }, uniquingKeysWith: +)
        let said = Dictionary(turns.flatMap { Set($0.keys) }.map { ($0, 1) }, uniquingKeysWith: +)
        var places: [String: Int] = [:]
        var found: [(topic: Topic, signs: Signs)] = []
        for (age, turn) in turns.enumerated() {
            let isOldest = age == turns.count - 1
            for topic in Topic.all(in: turn) {
                let name = topic.name.lowercased()
                if let place = places[name] {
                    if isOldest { found[place].signs.isInFirst = true }
                    continue
                }
                places[name] = found.count
                let uses: Int = topic.keys.reduce(0) { $0 + (said[$1] ?? 0) }
                let signs = Signs(
                    age: age, turns: turns.count, isInFirst: isOldest,
                    timesSaid: Double(uses) / Double(topic.keys.count),
                    timesReplied: topic.keys.map { replied[$0] ?? 0 }.min() ?? 0)
                found.append((topic, signs))
            }
        }
        topics = found.map { topic, signs in
            Ranked(topic: topic, age: signs.age, probability: 1 / (1 + exp(-signs.score(topic))))
        }
    }

    /// What a reference most likely means.
    func meant(by reference: Reference, in question: SpokenText) -> Topic? {
        switch reference.number {
        case .one:
            likeliest(beside: question) { !$0.isPlural || $0.isProperName }
                ?? (reference.allowsPlural(in: question) ? likeliest(beside: question) { $0.isPlural } : nil)
        case .many:
            likeliest(beside: question) { $0.isPlural } ?? likeliest(beside: question) { $0.isName }
        case .person:
            likeliest(beside: question) { $0.isName && !$0.hasArticle }
        }
    }

    /// What a question that names half of what it asks for is most likely about.
    func left(outOf question: SpokenText) -> Topic? {
        likeliest(beside: question, atLeast: Self.leastForBare) { _ in true }
    }

    /// The place that was named last: what is capitalised behind "in" or "at".
    var place: Topic? {
        var last: Ranked?
        for ranked in topics where ranked.topic.isName && ["in", "at"].contains(ranked.topic.lead) {
            if last.map({ $0.age == ranked.age }) ?? true { last = ranked }
        }
        return last?.topic
    }

    private func likeliest(
        beside question: SpokenText, atLeast least: Double = RankedTopics.leastProbability,
        where isMeant: (Topic) -> Bool
    ) -> Topic? {
        let held = Set(question.keys)
        var best: Ranked?
        for ranked in topics where isMeant(ranked.topic) && !ranked.topic.keys.contains(where: held.contains) {
            if ranked.probability >= least, ranked.probability > best?.probability ?? 0 { best = ranked }
        }
        return best?.topic
    }

    /// What is known of a topic beside its form.
    private struct Signs {
        /// As `Ranked.age`.
        let age: Int
        /// How many the customer's turns are.
        let turns: Int
        var isInFirst: Bool
        /// In how many of the customer's turns its words stand, on average.
        let timesSaid: Double
        /// How often the last reply holds the word of it that it holds least.
        let timesReplied: Int

        func score(_ topic: Topic) -> Double {
            var score = -3.34
            if age == 0 { score += 0.91 }
            if turns == 1 { score += 0.58 } else if isInFirst { score += 0.31 }
            if age >= 2, !isInFirst { score -= 0.52 }
            if topic.isName { score += 0.42 }
            if topic.isObject { score += 0.2 }
            if topic.isIntroduced { score += 0.61 }
            if topic.endsTurn { score += 0.55 }
            if timesSaid >= 2 { score += 0.44 }
            if timesReplied > 0 { score += 0.85 }
            if timesReplied >= RankedTopics.oftenReplied { score += 0.51 }
            return score
        }
    }
}
