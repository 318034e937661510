import DeskModel
import TextAnalysis

/// What a passage is about besides its own words: title and headings, which tell two products' papers apart that say
/// the same sentence.
struct DocumentContext: Sendable {
    private let title: Set<String>
    private let heading: Set<String>
    private let codes: Set<String>

    init(_ passage: Passage) {
        title = Self.words(passage.documentTitle)
        heading = Self.words(passage.chunk.sectionPath.last ?? "")
        codes = Set(
            ([passage.documentTitle] + passage.chunk.sectionPath).flatMap { text in
                text.lowercased().split { $0.isWhitespace || $0 == "_" }.map { String($0).trimmingEdges() }
            }.filter { word in word.contains(where: \.isNumber) && word.contains(where: \.isLetter) })
    }

    /// Whether a sentence that stands in both contexts may be about two different things.
    ///
    /// - Parameter isTerse: the sentence names its subject in few words and leaves the rest to the headings.
    func mayDiffer(from other: DocumentContext, isTerse: Bool) -> Bool {
        if !codes.isEmpty, !other.codes.isEmpty, codes.isDisjoint(with: other.codes) { return true }
        // "Kettle manual" and "Toaster manual" are siblings; "Price list 2023" and "Price list 2024" are versions.
        if Self.areSiblings(title, other.title) || Self.areSiblings(heading, other.heading) { return true }
        guard isTerse, !heading.isEmpty, !other.heading.isEmpty else { return false }
        return heading.isDisjoint(with: other.heading)
    }

    private static func areSiblings(_ one: Set<String>, _ other: Set<String>) -> Bool {
        !one.isDisjoint(with: other) && !one.subtracting(other).isEmpty && !other.subtracting(one).isEmpty
    }

    /// Content words that do not merely tell versions apart.
    private static func words(_ text: String) -> Set<String> {
        let analyzer = TermAnalyzer(language: LanguageGuesser.language(of: text))
        return Set(
            plain(text).filter { word in
                !versionWords.contains(word) && !word.contains(where: \.isNumber) && Calendar.months[word] == nil
                    && !analyzer.isStopWord(word) && !ignoredExtensions.contains(word)
            })
    }

    private static func plain(_ text: String) -> [String] { PlainWords(text.replacing("_", with: " ")).words }

    private static let versionWords: Set<String> = [
        "old", "new", "updated", "update", "version", "rev", "revision", "draft", "final", "copy", "current", "latest",
        "spring", "summer", "autumn", "fall", "winter", "edition", "archive", "archived", "previous",
    ]
    private static let ignoredExtensions: Set<String> = ["pdf", "docx", "txt", "md", "html", "htm"]
}
