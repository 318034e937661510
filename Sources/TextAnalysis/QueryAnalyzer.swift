/// Turns a question into the terms to look up, when neither its language nor that of the documents is certain.
public struct QueryAnalyzer: Sendable {
    /// Most terms looked up: a longer question is cut, its beginning and its end kept.
    public static let mostTerms = 64
    /// Most languages a question is analysed under.
    public static let mostLanguages = 5

    public init() {}

    /// - Parameter likelyLanguages: those of the documents, likeliest first.
    public func analyze(_ question: String, likelyLanguages: [String] = []) -> AnalyzedQuery {
        let guess = LanguageGuesser.language(of: question)
        var languages: [String] = []
        let spoken = ScriptCounts(TextNormalizer.fold(question)).dominant
        // A language whose script the question does not use would analyse it like any unknown one.
        let candidates = [guess] + likelyLanguages + (spoken == .latin ? ["en"] : []) + ["und"]
        for language in candidates where !languages.contains(language) && languages.count < Self.mostLanguages {
            languages.append(language)
        }
        let guessed = TermAnalyzer(language: guess)
        var terms: [String: [String]] = [:]
        for language in languages {
            // What is a stop word in the question's own language is one under every analysis.
            let analyzer = TermAnalyzer(language: language)
            terms[language] = Self.bounded(analyzer.terms(in: question, omitting: guessed))
        }
        return AnalyzedQuery(language: guess, languages: languages, termsByLanguage: terms)
    }

    /// Distinct terms in order, at most `mostTerms`.
    private static func bounded(_ terms: [String]) -> [String] {
        var seen: Set<String> = []
        let distinct = terms.filter { seen.insert($0).inserted }
        guard distinct.count > mostTerms else { return distinct }
        return Array(distinct.prefix(mostTerms * 3 / 4) + distinct.suffix(mostTerms / 4))
    }
}

/// A question as full text sees it.
public struct AnalyzedQuery: Hashable, Sendable {
    /// The guessed language of the question, or `und`.
    public let language: String
    /// The languages it was analysed under, likeliest first.
    public let languages: [String]
    private let termsByLanguage: [String: [String]]

    init(language: String, languages: [String], termsByLanguage: [String: [String]]) {
        self.language = language
        self.languages = languages
        self.termsByLanguage = termsByLanguage
    }

    /// The union of the terms of all analyses: what to look up. Distinct, in order of the question within each language.
    public var terms: [String] {
        var seen: Set<String> = []
        var all: [String] = []
        for language in languages {
            for term in termsByLanguage[language] ?? [] where seen.insert(term).inserted { all.append(term) }
        }
        return Array(all.prefix(2 * QueryAnalyzer.mostTerms))
    }

    /// The distinct terms as text of this language holds them; plain words when it was not analysed under it.
    public func terms(for language: String) -> [String] {
        termsByLanguage[language] ?? termsByLanguage["und"] ?? []
    }
}
