/// Turns text of one language into the terms that full-text search indexes and looks up.
///
/// Words stay whole (letters with their marks, digits), compatibility forms and case are folded (NFKC), stop words go,
/// Snowball stems replace words where it knows the language, and accents of Latin and Greek are dropped last. Scripts
/// without spaces become overlapping pairs of characters. Every term consists of letters, marks and digits alone, so any
/// full-text tokenizer that keeps those together sees the same terms. Equal input gives equal output, on any thread.
public struct TermAnalyzer: Sendable {
    /// BCP 47 primary language subtag; anything unknown is analysed as plain words.
    public let language: String
    private let stopWords: Set<String>
    private let stemmer: Stemmer.SharedHandle?

    /// - Parameter language: a BCP 47 tag, of which the primary subtag counts, or `und`.
    public init(language: String) {
        let primary = String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
        self.language = primary
        stopWords = StopWords.of(primary)
        stemmer = Stemmer.shared(for: primary)
    }

    /// The terms of the text in reading order, repeats included, in time linear in its length.
    public func terms(in text: String) -> [String] { terms(in: text, omitting: nil) }

    /// As above, without the stop words of another language as well.
    func terms(in text: String, omitting other: TermAnalyzer?) -> [String] {
        var words = WordScanner.words(in: TextNormalizer.fold(text))
        if !stopWords.isEmpty { words.removeAll { stopWords.contains($0) } }
        if let other, other.language != language { words.removeAll { other.stopWords.contains($0) } }
        // Numbers and codes have no inflection to remove.
        stemmer?.stem(&words) { $0.utf8.count > 2 && !$0.utf8.contains { (48...57).contains($0) } }
        return words.map(TextNormalizer.withoutAccents).filter { !$0.isEmpty }
    }

    /// Whether the language's grammar needs the word but a search does not, in any case or form.
    public func isStopWord(_ word: String) -> Bool { stopWords.contains(TextNormalizer.fold(word)) }
}
