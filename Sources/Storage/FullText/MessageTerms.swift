import DeskModel
import TextAnalysis

/// How the words of messages are indexed and looked up: whole words, folded and without accents, in any language.
///
/// Every term begins with its business's number and an `x`. Numbers hold digits only, so that a term is of one business
/// and none of another's can look the same.
enum MessageTerms {
    /// Terms indexed of one message; nobody looks for more.
    private static let mostIndexed = 4_000
    /// Words of a query that are looked up.
    private static let mostWords = 16
    /// A shorter word stands for itself alone: too many begin with it.
    private static let shortestPrefix = 3

    private static let words = TermAnalyzer(language: "und")

    /// The terms of a message, separated by spaces.
    static func indexed(_ text: String, of business: BusinessID) -> String {
        let prefix = "\(business.rawValue)x"
        return words.terms(in: text).prefix(mostIndexed).map { prefix + $0 }.joined(separator: " ")
    }

    /// What a query looks for; `nil` when it holds no words.
    static func query(_ text: String) -> MessageWords? {
        let guess = LanguageGuesser.language(of: text)
        let stemmers = (guess == "en" || guess == "und" ? ["en"] : [guess, "en"]).map(TermAnalyzer.init(language:))
        var all: [MessageWords.Word] = []
        for word in text.split(whereSeparator: \.isWhitespace).prefix(mostWords) {
            let terms = words.terms(in: String(word))
            // Of a word of one piece, the stem begins its other forms.
            let stems = terms.count == 1 ? stemmers.flatMap { $0.terms(in: String(word)) } : []
            for term in terms where all.count < mostWords {
                let others = stems.filter { $0 != term && $0.unicodeScalars.count > shortestPrefix }
                all.append(MessageWords.Word(whole: term, beginnings: beginnings(of: term) + others))
            }
        }
        return all.isEmpty ? nil : MessageWords(words: all)
    }

    private static func beginnings(of term: String) -> [String] {
        term.unicodeScalars.count >= shortestPrefix ? [term] : []
    }
}

/// The words that a query looks for, all of which must occur.
struct MessageWords: Hashable, Sendable {
    struct Word: Hashable, Sendable {
        let whole: String
        /// What a longer word that will do begins with.
        let beginnings: [String]

        func fits(_ term: String) -> Bool { term == whole || beginnings.contains { term.hasPrefix($0) } }
    }

    let words: [Word]

    /// The query in the language of FTS5. Quoted, nothing in a word is an operator.
    func match(in business: BusinessID) -> String {
        let prefix = "\(business.rawValue)x"
        return words.map { word in
            let beginnings = word.beginnings.map { "\"\(prefix)\($0)\" *" }
            let whole = word.beginnings.contains(word.whole) ? [] : ["\"\(prefix)\(word.whole)\""]
            return "(" + (whole + beginnings).joined(separator: " OR ") + ")"
        }.joined(separator: " AND ")
    }

    func fits(_ term: String) -> Bool { words.contains { $0.fits(term) } }
}
