import DeskModel
import TextAnalysis

/// Completes a question that leans on what was said before, without a language model: the topic is carried over.
enum FollowUp {
    /// How many earlier turns of the customer are looked at.
    private static let turnsBack = 3
    private static let mostCarried = 12

    /// What to search for.
    static func query(for question: String, history: [Message]) -> String {
        let earlier = history.suffix(20).filter { $0.sender == .user }.map { QuestionText($0.text).text }
            .filter { !$0.isEmpty && $0 != question && SmallTalk.kind(of: $0) == nil }
        guard let previous = earlier.last, leansOnHistory(question) else { return question }
        var carried = [previous]
        // When the one before leaned on its own past, the topic stands further back.
        var index = earlier.count - 1
        while index > 0, carried.count < turnsBack, leansOnHistory(earlier[index]) {
            index -= 1
            carried.insert(earlier[index], at: 0)
        }
        let language = LanguageGuesser.language(of: question)
        let analyzer = TermAnalyzer(language: language)
        let present = Set(analyzer.terms(in: question))
        var words: [String] = []
        for text in carried {
            for word in text.split(whereSeparator: \.isWhitespace).map({ String($0).trimmingEdges() }) {
                let terms = analyzer.terms(in: word)
                guard !terms.isEmpty, !terms.allSatisfy(present.contains), !words.contains(word) else { continue }
                words.append(word)
            }
        }
        return words.isEmpty ? question : words.suffix(mostCarried).joined(separator: " ") + ": " + question
    }

    /// Whether the question cannot stand alone: it opens like a continuation, points back, or names nothing.
    static func leansOnHistory(_ question: String) -> Bool {
        let words = question.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
        guard let first = words.first else { return false }
        if openings.contains(first) || openings.contains(words.prefix(2).joined(separator: " ")) { return true }
        if words.count <= 12, words.contains(where: pointers.contains) { return true }
        let language = LanguageGuesser.language(of: question)
        return TermAnalyzer(language: language).terms(in: question).count <= 1 && words.count <= 4
    }

    private static let openings: Set<String> = [
        "and", "but", "or", "also", "then", "so", "what about", "how about", "what else", "why not", "which one", "y",
        "e",
        "pero", "mas", "und", "aber", "et", "mais", "was ist", "und am", "qué tal", "और", "लेकिन", "மேலும்", "మరి",
    ]
    private static let pointers: Set<String> = [
        "it", "its", "they", "them", "their", "theirs", "he", "him", "his", "she", "her", "hers", "that", "those",
        "this",
        "these", "there", "one", "ones", "same", "such", "eso", "esto", "ese", "esa", "ellos", "ella", "isso", "isto",
        "ele",
        "ela", "eles", "das", "dies", "diese", "dieser", "dort", "davon", "dafür", "cela", "ça", "il", "elle", "ils",
        "यह",
        "वह", "इसका", "उसका", "उनका", "இது", "அது", "ఇది", "అది",
    ]
}
