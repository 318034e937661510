import Foundation
import TextAnalysis

/// Which words of the history a question needs, by a logistic regression.
///
/// Fitted on the 2,531 history words of the 255 turns in the tuning half of TREC CAsT 2020/2021 and MTRAG (split by
/// conversation), the label being whether the stand-alone rewrite holds the word; L2 penalty 3. It ranks the words of the
/// other half with an area under the curve of 0.80.
struct ContextWords: Sendable {
    struct Word: Sendable {
        let text: String
        let key: String
        /// How likely a stand-alone form of the question would hold the word, 0...1.
        let probability: Double
    }

    /// At least as likely as this to be searched for; a question that says little itself needs less.
    private static let leastProbability = 0.15
    private static let leastForLeaning = 0.08
    private static let mostCarried = 3
    /// A shorter reply says nothing by what it leaves out.
    private static let tellingReply = 30

    /// Most likely first.
    let words: [Word]
    private let least: Double

    init(_ question: QuestionSigns, in history: SpokenHistory) {
        let replied = Dictionary((history.reply?.keys ?? []).map { ($0, 1) }, uniquingKeysWith: +)
        let hasReply = (history.reply?.words.count ?? 0) >= Self.tellingReply
        least = question.leansOnHistory ? Self.leastForLeaning : Self.leastProbability
        var signs: [String: Signs] = [:]
        for (age, turn) in history.turns.enumerated() {
            let isLong = turn.keys.count >= 6
            for (position, word) in turn.words.enumerated() {
                guard let key = word.key, !question.keys.contains(key) else { continue }
                var sign = signs[key] ?? Signs(text: String(turn.text[word.range]), newest: age, isLong: isLong)
                sign.isInFirst = sign.isInFirst || age == history.turns.count - 1
                sign.isName = sign.isName || word.isCapitalised && position > 0
                signs[key] = sign
            }
        }
        words = signs.map { key, sign in
            let score = sign.score(
                question, replies: replied[key] ?? 0, hasReply: hasReply, turns: history.turns.count)
            return Word(text: sign.text, key: key, probability: 1 / (1 + exp(-score)))
        }.sorted { ($0.probability, $1.key) > ($1.probability, $0.key) }
    }

    /// What to search for beside the question, at most three words.
    var carried: [Word] { Array(words.prefix(Self.mostCarried).prefix { $0.probability >= least }) }

    /// What is known of one word of the history.
    private struct Signs {
        let text: String
        /// Turns of the customer back to its last use, 0 the last turn.
        let newest: Int
        let isLong: Bool
        var isInFirst = false
        var isName = false

        func score(_ question: QuestionSigns, replies: Int, hasReply: Bool, turns: Int) -> Double {
            let isInLast = newest == 0
            var score = -2.48
            if isInLast { score += 0.98 }
            if isInFirst, turns > 1 { score += 0.48 }
            if newest >= 2, !isInFirst { score -= 1.11 }
            if replies > 0 { score += 1.64 }
            if replies >= 3 { score += 1.33 }
            if hasReply { score -= 1.0 }
            if isName { score += 1.06 }
            if isLong { score -= 0.48 }
            if question.hasPronoun { score += 0.36 } else if question.hasDemonstrative { score += 0.3 }
            if question.keys.count >= 4 { score -= 0.66 }
            if question.repeatsHistory { score += isInLast ? -0.14 : -0.72 }
            return score
        }
    }
}

/// How a question hangs together with its history.
struct QuestionSigns: Sendable {
    let keys: [String]
    let hasPronoun: Bool
    let hasDemonstrative: Bool
    /// Whether it opens as a continuation: "and", "what about".
    let opensAsContinuation: Bool
    /// Whether it holds words of the history.
    let repeatsHistory: Bool
    /// How many of its words are new.
    private let newWords: Int

    init(_ question: SpokenText, in history: SpokenHistory) {
        let words = ConversationWords.of(history.analyzer.language)
        keys = question.keys
        // German "Sie" and "Ihre" in capitals address the reader.
        let plain = question.words.enumerated().filter { $0.offset == 0 || !$0.element.isCapitalised }
        let startsWithName = question.words.first.map { $0.key != nil } ?? false
        hasPronoun =
            history.analyzer.language == "en"
            ? Reference.first(in: question) != nil
            : plain.contains {
                words.pronouns.contains($0.element.lower)
                    || !startsWithName && words.possessives.contains($0.element.lower)
            }
        hasDemonstrative = question.words.indices.contains { index in
            let word = question.words[index].lower
            // German "das" is mostly an article.
            let isArticle = word == "das" && index + 1 < question.words.count
            return words.demonstratives.contains(word) && !isArticle
        }
        opensAsContinuation = Ellipsis.opening(of: question, words) > 0
        let said = Set(history.turns.flatMap(\.keys))
        newWords = keys.count { !said.contains($0) }
        repeatsHistory = newWords < keys.count
    }

    /// Whether the question may be understood without what was said before.
    var standsAlone: Bool {
        newWords >= 2 && !hasPronoun && !hasDemonstrative && !opensAsContinuation
    }

    /// Whether it can hardly be understood alone, so that a language model may be asked.
    var leansOnHistory: Bool {
        hasPronoun || hasDemonstrative || opensAsContinuation || keys.count <= 1
    }
}
