import DeskModel

/// How a text's terms meet the query's.
struct TermMatch {
    /// Share of the query's terms present, by weight, 0...1.
    let coverage: Double
    /// Share of neighbouring query terms that stand at most `reach` terms apart, by weight, 0...1.
    let proximity: Double

    static let none = TermMatch(coverage: 0, proximity: 0)
    static let reach = 4
}

/// The query's terms with their weights, ready to be looked for in many texts of one language.
struct TermMatcher {
    let terms: [String]
    private let weights: [Double]
    private let total: Double
    private let pairTotal: Double
    private let indices: [Substring: Int]

    init(_ terms: [String], _ statistics: TermStatistics) {
        self.terms = terms
        weights = terms.map { statistics.inverseDocumentFrequency(of: $0) }
        total = weights.reduce(0, +)
        pairTotal = zip(weights, weights.dropFirst()).reduce(0) { $0 + min($1.0, $1.1) }
        indices = Dictionary(terms.enumerated().map { (Substring($1), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The sum of the weights of all terms.
    var weight: Double { total }

    /// - Parameter text: terms separated by spaces.
    func match(separated text: String) -> TermMatch {
        match(text.utf8.split(separator: UInt8(ascii: " ")).lazy.map { Substring($0) })
    }

    func match(_ words: some Sequence<Substring>) -> TermMatch {
        guard total > 0 else { return .none }
        var last = [Int](repeating: -1, count: terms.count)
        var near = [Bool](repeating: false, count: terms.count)
        var position = 0
        for word in words {
            if let index = indices[word] {
                last[index] = position
                // Neighbours may stand in either order.
                if index > 0, last[index - 1] >= 0, position - last[index - 1] <= TermMatch.reach {
                    near[index - 1] = true
                }
                if index + 1 < last.count, last[index + 1] >= 0, position - last[index + 1] <= TermMatch.reach {
                    near[index] = true
                }
            }
            position += 1
        }
        var covered = 0.0
        var paired = 0.0
        for index in last.indices where last[index] >= 0 {
            covered += weights[index]
            if near[index], index + 1 < weights.count { paired += min(weights[index], weights[index + 1]) }
        }
        return TermMatch(coverage: covered / total, proximity: pairTotal > 0 ? paired / pairTotal : 0)
    }

    /// Which of the terms the words hold.
    func present(in words: [String]) -> Set<Int> {
        Set(words.compactMap { indices[Substring($0)] })
    }

    /// Share of the total weight these terms make up.
    func share(of present: Set<Int>) -> Double {
        total > 0 ? present.reduce(0) { $0 + weights[$1] } / total : 0
    }

    func weight(of index: Int) -> Double { weights[index] }
}
