/// A word of a question that stands for something said before.
struct Reference: Sendable {
    enum Kind: Sendable { case pronoun, possessive }
    enum Number: Sendable { case one, many, person }

    let kind: Kind
    let number: Number
    /// Which word of the question.
    let position: Int

    /// The first reference in an English question that the question does not resolve itself.
    static func first(in question: SpokenText) -> Reference? {
        let words = question.words
        for (position, word) in words.enumerated() {
            guard let found = Self(word, at: position, in: words) else { continue }
            guard !isEmptySubject(found, words), !isNamed(before: found, words) else { continue }
            return found
        }
        return nil
    }

    private init?(_ word: SpokenText.Word, at position: Int, in words: [SpokenText.Word]) {
        let next = position + 1 < words.count ? words[position + 1] : nil
        let before = position > 0 ? words[position - 1].lower : nil
        let standsAlone = next.map { $0.opensClause || Self.auxiliaries.contains($0.lower) } ?? true
        let ownsNext = next.map { !$0.opensClause && $0.key != nil } ?? false
        self.position = position
        switch word.lower {
        case "it": (kind, number) = (.pronoun, .one)
        case "they", "them": (kind, number) = (.pronoun, .many)
        case "he", "she", "him": (kind, number) = (.pronoun, .person)
        case "its" where ownsNext: (kind, number) = (.possessive, .one)
        case "their" where ownsNext: (kind, number) = (.possessive, .many)
        case "his" where ownsNext: (kind, number) = (.possessive, .person)
        case "her": (kind, number) = (ownsNext ? .possessive : .pronoun, .person)
        case "that", "this", "these", "those":
            // "is that safe", "about this", but not "I heard that dogs are allowed".
            guard standsAlone, before.map({ Self.auxiliaries.contains($0) || Self.prepositions.contains($0) }) ?? true
            else { return nil }
            (kind, number) = (.pronoun, word.lower.hasPrefix("th") && word.lower.hasSuffix("se") ? .many : .one)
        default: return nil
        }
    }

    /// "Is it true that ...", "how long does it take to ...": nothing is meant.
    private static func isEmptySubject(_ reference: Reference, _ words: [SpokenText.Word]) -> Bool {
        guard words[reference.position].lower == "it" else { return false }
        let after = words[(reference.position + 1)...].prefix { !$0.opensClause }.map(\.lower)
        let before = words[..<reference.position].suffix(1).map(\.lower)
        let opensLikeOne = (before + after.prefix(3)).contains(where: emptySubjectWords.contains)
        return opensLikeOne && after.contains { $0 == "that" || $0 == "to" || $0 == "if" }
    }

    /// Whether the question itself names what the word may stand for: "do cats eat their food", "if a dog barks, is it".
    private static func isNamed(before reference: Reference, _ words: [SpokenText.Word]) -> Bool {
        let earlier = words[..<reference.position]
        switch (reference.kind, reference.number) {
        case (.possessive, _): return earlier.contains { $0.key != nil }
        case (.pronoun, .many), (.pronoun, .person): return earlier.count { $0.key != nil } >= 2
        case (.pronoun, .one):
            return earlier.indices.dropFirst().contains { index in
                guard earlier[index].key != nil else { return false }
                return earlier[index].isCapitalised || ["a", "an", "my"].contains(earlier[index - 1].lower)
            }
        }
    }

    private static let emptySubjectWords: Set<String> = [
        "true", "possible", "take", "takes", "took", "necessary", "required", "important", "better", "best", "safe",
        "safer", "legal", "allowed", "ok", "okay", "easy", "hard", "difficult", "common", "normal", "worth", "cost",
        "seem", "seems", "wise", "mandatory",
    ]
    static let auxiliaries: Set<String> = [
        "am", "is", "are", "was", "were", "do", "does", "did", "have", "has", "had", "can", "could", "will", "would",
        "shall", "should", "may", "might", "must",
    ]
    static let prepositions: Set<String> = [
        "of", "in", "for", "on", "at", "to", "with", "from", "by", "about", "after", "before", "without", "under",
    ]
}
