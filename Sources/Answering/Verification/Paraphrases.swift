import Synchronization
import TextAnalysis

/// Words that say the same at a support desk, and words that say nothing that could be false. What is neither in the
/// evidence nor here is taken for something the model made up.
struct Paraphrases: Sendable {
    /// The group that a term stands for, by the term.
    private let groups: [String: String]
    private let light: Set<String>
    private let verbs: Set<String>

    /// The term, or the one that stands for all that say the same.
    func canonical(_ term: String) -> String { groups[term] ?? term }
    /// Whether the term claims nothing by itself.
    func isLight(_ term: String) -> Bool { light.contains(term) }
    /// Whether the lower-case word is one that sentences are made with.
    func isVerb(_ word: String) -> Bool { verbs.contains(word) }
    /// Whether verbs are known at all in the language.
    var knowsVerbs: Bool { !verbs.isEmpty }

    static func of(_ analyzer: TermAnalyzer) -> Paraphrases {
        made.withLock { made in
            if let known = made[analyzer.language] { return known }
            let fresh = Paraphrases(analyzer)
            made[analyzer.language] = fresh
            return fresh
        }
    }

    private static let made = Mutex<[String: Paraphrases]>([:])

    private init(_ analyzer: TermAnalyzer) {
        let lexicon = ParaphraseLexicon.of(analyzer.language)
        var groups: [String: String] = [:]
        for line in lexicon.groups.split(separator: "\n") {
            let terms = line.split(separator: " ").flatMap { analyzer.terms(in: String($0)).prefix(1) }
            guard let first = terms.first else { continue }
            let head = groups[first] ?? first
            for term in terms where groups[term] == nil { groups[term] = head }
        }
        self.groups = groups
        let words = lexicon.light.split(whereSeparator: \.isWhitespace)
        light = Set(words.flatMap { analyzer.terms(in: String($0)) }.map { groups[$0] ?? $0 })
        verbs = Set(lexicon.verbs.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
