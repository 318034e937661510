import Foundation
import TextAnalysis

/// The words of a question that survive its translation: numbers, codes, names, and words of one origin that begin
/// alike, such as "garantía" and "Garantie".
struct SurvivingWords {
    /// Letters that words of one origin must have in common from their beginning.
    static let stemLength = 5
    /// Shorter words without a digit are mostly of the grammar, and equal by chance.
    private static let shortest = 3

    /// Distinct, folded, without accents and what the grammar of either language needs.
    private let words: [String]

    /// - Parameters:
    ///   - language: the question's, a BCP 47 primary subtag.
    ///   - other: the documents'.
    init(_ question: String, in language: String, to other: String) {
        let grammars = [TermAnalyzer(language: language), TermAnalyzer(language: other)]
        var seen: Set<String> = []
        words = Self.plain(question).filter { word in
            (word.count >= Self.shortest || word.contains(where: \.isNumber))
                && !grammars.contains { $0.isStopWord(word) } && seen.insert(word).inserted
        }
    }

    /// For each sentence the share of these words it holds, 0...1, by how few of the sentences hold them; words that
    /// none holds count for nothing, as most words do not survive.
    func shares(in sentences: [String]) -> [Double] {
        guard !words.isEmpty else { return sentences.map { _ in 0 } }
        let held = sentences.map { self.held(by: $0) }
        var holding = [Int](repeating: 0, count: words.count)
        for index in held.joined() { holding[index] += 1 }
        let weights = holding.map { count -> Double in
            let others = Double(sentences.count - count)
            return count > 0 ? log(1 + (others + 0.5) / (Double(count) + 0.5)) : 0
        }
        let total = weights.reduce(0, +)
        return held.map { indices -> Double in
            total > 0 ? indices.reduce(0) { $0 + weights[$1] } / total : 0
        }
    }

    /// Indices of the words that a sentence holds, in order.
    private func held(by sentence: String) -> [Int] {
        let own = Set(Self.plain(sentence))
        let stems = Set(own.compactMap { Self.stem(of: $0) })
        return words.indices.filter { index in
            own.contains(words[index]) || Self.stem(of: words[index]).map { stems.contains($0) } ?? false
        }
    }

    /// How a word begins; `nil` for short ones, and for numbers and codes, which have no relatives.
    private static func stem(of word: String) -> String? {
        guard word.count >= stemLength, !word.contains(where: \.isNumber) else { return nil }
        return String(word.prefix(stemLength))
    }

    /// Folded words without accents, in order.
    private static func plain(_ text: String) -> [String] { analyzer.terms(in: text) }

    /// Of no language, so that it neither drops nor stems words.
    private static let analyzer = TermAnalyzer(language: "und")
}
